import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../../src/contract/openapi.ts';
import { BASE_PATH } from '../../src/contract/routes.ts';
import { breakingChanges } from './contract-changes.ts';

/** Path of the document that the contract is held to. */
export function openApiFile(project: string): string {
  return join(project, 'docs', 'openapi.json');
}

/** The document of the contract as it is in the sources, as text. Its version is that of the path: it does not change with a release. */
export async function openApiText(project: string): Promise<string> {
  const path = openApiFile(project);
  const document = openApiDocument(BASE_PATH.split('/').at(-1) ?? '');
  return format(JSON.stringify(document), { ...(await resolveConfig(path)), filepath: path });
}

/** Lists the changes of the sources that break callers who rely on the kept document. */
export async function brokenPromises(project: string): Promise<string[]> {
  const path = openApiFile(project);
  if (!existsSync(path)) return [];
  return breakingChanges(parsed(readFileSync(path, 'utf8')), parsed(await openApiText(project)));
}

/** @throws an Error that says what is wrong with the document that is kept, and what to do. */
export async function checkOpenApi(project: string): Promise<void> {
  const broken = await brokenPromises(project);
  if (broken.length > 0)
    throw new Error(
      `The read contract breaks its callers (docs/read-contract.md, "Changes", says what to do):\n${broken.join('\n')}`,
    );
  const path = openApiFile(project);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== (await openApiText(project)))
    throw new Error('docs/openapi.json is not that of the sources: npm run openapi');
}

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}
