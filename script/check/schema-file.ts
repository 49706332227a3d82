import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue } from '../schema/catalogue.ts';
import { schemaPage } from '../schema/page.ts';
import { withMigratedDatabase } from '../sql/migrated-database.ts';
import { Sources } from '../sql/sources.ts';

/** The path of the page that describes the schema. */
export function schemaFile(project: string): string {
  return join(project, 'docs', 'schema.md');
}

/** The page as the SQL has it, and the objects that have no comment. */
export async function schemaText(project: string): Promise<{ text: string; missing: string[] }> {
  const catalogue = await withMigratedDatabase((client) => readCatalogue(client));
  return schemaPage(catalogue, await Sources.read(project), schemaFile(project));
}

/** @throws an Error if the page that is kept is not that of the SQL. */
export async function checkSchemaFile(project: string): Promise<void> {
  const path = schemaFile(project);
  const { text } = await schemaText(project);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) throw new Error('docs/schema.md is not that of the SQL: npm run schema');
}
