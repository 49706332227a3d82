import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from 'libpg-query';
import { renderSql, SCHEMA } from '../../src/database/sql-text.ts';
import { definitionsIn } from './definitions.ts';
import type { Definition, Kind } from './definitions.ts';

/** The definitions of our SQL, in the order in which it is installed. Of an object with several, the last one counts. */
export class Sources {
  readonly #byName: ReadonlyMap<string, Definition>;

  constructor(definitions: readonly Definition[]) {
    this.#byName = new Map(definitions.map((definition) => [`${definition.kind} ${definition.name}`, definition]));
  }

  /** Reads the files of a project. Afterwards the parser of PostgreSQL is loaded. */
  static async read(project: string): Promise<Sources> {
    await loadModule();
    const folder = join(project, 'src', 'database');
    return new Sources(
      sqlFilesBelow(folder).flatMap((file) =>
        definitionsIn(
          file,
          renderSql(readFileSync(join(folder, file), 'utf8'), { schema: SCHEMA, directusSchema: 'public' }),
        ),
      ),
    );
  }

  find(kind: Kind, name: string): Definition | undefined {
    return this.#byName.get(`${kind} ${name}`);
  }
}

/** The folders that define the schema, in the order in which they are installed. */
const FOLDERS = ['gateway', 'schema', 'objects'];

function sqlFilesBelow(folder: string): string[] {
  return FOLDERS.flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => join(name, file)),
  );
}
