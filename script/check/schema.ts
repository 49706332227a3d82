import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue } from '../schema/catalogue.ts';
import { schemaPage } from '../schema/page.ts';
import { withMigratedDatabase } from '../sql/migrated-database.ts';
import { digestComplaints } from '../sql/definitions-digest.ts';
import { readReferences } from '../sql/references.ts';
import { Sources } from '../sql/sources.ts';
import { backReferences } from './sql-areas.ts';

/** The path of the page that describes the schema. */
export function schemaFile(project: string): string {
  return join(project, 'docs', 'schema.md');
}

/** The page as the SQL has it, the objects that have no comment, and references between areas that go up. */
export async function describeSchema(project: string): Promise<{ text: string; missing: string[]; back: string[] }> {
  const sources = await Sources.read(project);
  return withMigratedDatabase(async (client) => {
    const catalogue = await readCatalogue(client);
    const back = backReferences(await readReferences(client, catalogue), sources);
    return { ...(await schemaPage(catalogue, sources, schemaFile(project))), back };
  });
}

/**
 * Compares the SQL with what is kept of it: the page, the digest in the newest migration, the order of the areas.
 *
 * @throws an Error if the page or the digest is not that of the SQL, or if an area refers to a higher one.
 */
export async function checkSchema(project: string): Promise<void> {
  const path = schemaFile(project);
  const { text, back } = await describeSchema(project);
  const stale = !existsSync(path) || readFileSync(path, 'utf8') !== text;
  const complaints = [
    ...(stale ? ['docs/schema.md is not that of the SQL: npm run schema'] : []),
    ...digestComplaints(project),
    ...back,
  ];
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}
