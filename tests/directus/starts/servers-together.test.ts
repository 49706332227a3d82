import { expect, it } from 'vitest';
import { migrations } from '../../../src/database/migrations.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

const COUNT = `select count(*)::int as rows, count(distinct batch)::int as batches from one_roof.schema_migration`;

it('four servers that start at the same moment: all listen, all are ready, and the schema was migrated once', async () => {
  const first = await DirectusStack.prepare('directus_reference');
  const others = await Promise.all([1, 2, 3].map(() => first.another()));
  await Promise.all([first.directus.start(), ...others.map((directus) => directus.start())]);
  try {
    for (const { url, log } of [first.directus, ...others]) {
      expect((await fetch(`${url}/one-roof/v1/health`)).status, log).toBe(200);
    }
    expect(await first.db.sql(COUNT)).toEqual([{ rows: migrations.length, batches: 1 }]);
  } finally {
    await Promise.all(others.map((directus) => directus.stop()));
    await first.stop();
  }
}, 180_000);
