import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

// Real schemas from the community, where they are beside the checkout.
const TEMPLATES =
  process.env['ONE_ROOF_TEMPLATES'] ?? fileURLToPath(new URL('../../../../shared/data/templates', import.meta.url));

interface Entry {
  collection: string;
  meta: { group: string | null } | null;
  schema: unknown;
}

/** The nearest folder (an entry without a table) above a collection, read off the snapshot. */
function folderOf(entries: readonly Entry[], collection: string): string | null {
  const parent = entries.find((entry) => entry.collection === collection)?.meta?.group ?? null;
  const above = entries.find((entry) => entry.collection === parent);
  if (above === undefined) return null;
  return above.schema === null || above.schema === undefined ? above.collection : folderOf(entries, above.collection);
}

it.for(['help-center', 'simple-ecommerce', 'simple-website-cms'])(
  'a real project, %s: discovered completely, planned, checked, registered',
  { timeout: 180_000 },
  async (name, { skip }) => {
    const file = join(TEMPLATES, `${name}.snapshot.json`);
    skip(!existsSync(file), `there are no real schemas beside this checkout; ONE_ROOF_TEMPLATES can name their folder`);
    const stack = await DirectusStack.prepare('directus_bare');
    const folder = mkdtempSync(join(tmpdir(), 'one-roof-plan-'));
    try {
      await stack.directus.command('schema', 'apply', '--yes', file);
      await stack.directus.start();
      const { data: served } = (await (await stack.admin()).must('GET', '/collections')) as { data: Entry[] };
      const expected = served
        .filter(({ collection, schema }) => schema !== null && !collection.startsWith('directus_'))
        .map(({ collection }) => collection);
      const { collections: entries } = JSON.parse(readFileSync(file, 'utf8')) as { collections: Entry[] };
      expect(expected.length).toBe(entries.filter(({ schema }) => schema).length);

      const scan = JSON.parse((await stack.cli('--json', 'scan')).stdout) as {
        changes: { collection_name: string; change: string }[];
      };
      expect(scan.changes).toEqual(expected.toSorted().map((collection_name) => ({ collection_name, change: 'new' })));

      const planFile = join(folder, 'plan.yaml');
      expect(await stack.cli('plan', 'init', planFile)).toMatchObject({ exitCode: 0 });
      expect(await stack.cli('plan', 'check', planFile)).toMatchObject({ exitCode: 0 });
      await stack.cli('environment', 'declare', '--production', '--reason', 'r');
      expect(await stack.cli('plan', 'register', planFile, '--reason', 'r')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(`${expected.length * 6} gaps`) as string,
      });

      const { plan } = readPlan(readFileSync(planFile, 'utf8'));
      const groups = await stack.db.sql(
        `select collection_name, g.directus_folder as folder from one_roof.collection_registry r left join one_roof.governance_group g on g.code = r."group"`,
      );
      expect(Object.fromEntries(groups.map((row) => [row['collection_name'], row['folder']]))).toEqual(
        Object.fromEntries(expected.map((collection) => [collection, folderOf(entries, collection)])),
      );
      expect(plan.ungrouped).toEqual(expected.filter((collection) => folderOf(entries, collection) === null));
    } finally {
      rmSync(folder, { recursive: true });
      await stack.stop();
    }
  },
);
