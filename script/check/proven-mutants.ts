import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import type { Mutant } from '../../tests/mutants/mutant.ts';
import { codeOf } from './code-of.ts';

const Proven = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** Beside the list of mutants, and committed with it. */
const RECORD = 'tests/mutants.proven.json';

/**
 * Which mutants a test was seen to notice, as they and everything that was at stake were then: the edit, the file that it is
 * made in, the test, and what the test itself takes from `tests/harness`. `npm run check` runs the others
 * (docs/decisions/0014-mutants.md).
 */
export class ProvenMutants {
  readonly #project: string;
  readonly #digests: Map<string, string>;

  constructor(project: string) {
    this.#project = project;
    const path = join(project, RECORD);
    this.#digests = new Map(
      existsSync(path) ? Object.entries(Proven.parse(JSON.parse(readFileSync(path, 'utf8')))) : [],
    );
  }

  /** Tells whether a test noticed this mutant, and nothing that the two consist of has changed since. */
  has(mutant: Mutant): boolean {
    return this.#digests.get(mutant.guard) === digestOf(this.#project, mutant);
  }

  /**
   * Notes that a test noticed it, in the file.
   *
   * @param copy where it was tried: the files of the project may be other ones meanwhile
   * @param all the mutants that there are: what is known of others is forgotten
   */
  add(mutant: Mutant, copy: string, all: readonly Mutant[]): void {
    this.#digests.set(mutant.guard, digestOf(copy, mutant));
    const known = all
      .map(({ guard }) => [guard, this.#digests.get(guard)] as const)
      .filter(([, digest]) => digest !== undefined);
    writeFileSync(join(this.#project, RECORD), `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
  }
}

/** Digests what runs and no paths or comments, so that what only moved, or is only told otherwise, stays proven. */
function digestOf(project: string, mutant: Mutant): string {
  const hash = createHash('sha256').update(JSON.stringify([mutant.find, mutant.replace, mutant.project]));
  const read = (file: string) => codeOf(file, readFileSync(join(project, file), 'utf8'));
  const tests = [mutant.test, ...importsOf(project, mutant.test)].map(read);
  for (const code of [read(mutant.file), ...[...new Set(tests)].sort()]) hash.update(`\0${code.length}\0`).update(code);
  return hash.digest('hex');
}

/** The files of `tests` that a test imports itself. */
function importsOf(project: string, file: string): string[] {
  const folder = dirname(join(project, file));
  const named = readFileSync(join(project, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(?<path>\.[^']+)'/g);
  return Array.from(named, ({ groups }) => relative(project, resolve(folder, groups?.['path'] ?? ''))).filter(
    (path) => path.startsWith('tests/') && existsSync(join(project, path)),
  );
}
