import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { exportCodeowners } from '../../../src/governance/plan/export/export-codeowners.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// The owners of this repository are a plan too, with a folder for a collection.

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
/** The folders at the root that are not of the repository: Git's own, and those of .gitignore. */
const PASSED_OVER = ['.git', ...readFileSync(`${PROJECT}.gitignore`, 'utf8').split('\n').map((line) => line.replace(/\/$/, ''))]; // prettier-ignore

let db: TestDatabase;
beforeEach(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
});
afterEach(() => db.drop());

it('.github/CODEOWNERS is the export of .github/ownership.yaml, which has each folder (vitest -u writes it anew)', async () => {
  const folders = readdirSync(PROJECT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !PASSED_OVER.includes(entry.name))
    .map(({ name }) => name);
  for (const folder of folders) await db.sql(`create table "${folder}" (id int primary key)`);
  await db.sql('insert into directus_collections (collection) select unnest($1::text[])', [folders]);
  const plan = readPlan(readFileSync(`${PROJECT}.github/ownership.yaml`, 'utf8'));
  await db.writeClone((session) => registerPlan(session, plan, BY));
  const exported = await db.read((session) =>
    exportCodeowners(session, { path: '/{collection}/', owner: null, scope: null }),
  );
  expect(exported.split('\n').filter((line) => line.includes('/ '))).toHaveLength(folders.length);
  await expect(exported).toMatchFileSnapshot('../../../.github/CODEOWNERS');
});
