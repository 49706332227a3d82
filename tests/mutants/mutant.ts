/** A guard taken out of the sources, and the tests that must notice. */
export interface Mutant {
  /** The rule that no longer holds. */
  guard: string;
  file: string;
  /** Stands exactly once in the file. */
  find: string;
  replace: string;
  project: 'unit' | 'database' | 'directus';
  /** The test file that must fail. */
  test: string;
}

/** Folder of the SQL of our schema: `schema/`, `objects/` and `gateway/` are in it. */
export const SQL = 'src/database';

export const database = (test: string) => ({ project: 'database', test: `tests/database/${test}.test.ts` }) as const;
export const unit = (test: string) => ({ project: 'unit', test: `tests/unit/${test}.test.ts` }) as const;
export const directus = (test: string) => ({ project: 'directus', test: `tests/directus/${test}.test.ts` }) as const;
