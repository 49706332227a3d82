import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseSettings } from '../../../hosts/directus.ts';
import { migrations } from '../../../src/database/migrations.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const MIGRATED_ONCE = [{ rows: migrations.length, batches: 1, names: migrations.length }];
const COUNT = `select count(*)::int as rows, count(distinct batch)::int as batches, count(distinct name)::int as names from one_roof.schema_migration`;

describe('4 processes that start at the same moment', () => {
  const processes: ChildProcess[] = [];
  beforeAll(() => {
    const program = fileURLToPath(new URL('../../harness/directus/cold-start-process.mjs', import.meta.url));
    for (let number = 0; number < 4; number++)
      processes.push(fork(program, [inject('extension')], { stdio: 'inherit' }));
  });
  afterAll(() => {
    for (const process of processes) process.kill();
  });

  it('5 times over: every one ends ready, and the schema was migrated once', async () => {
    for (let round = 0; round < 5; round++) {
      const db = await TestDatabase.create(inject('postgres15'), 'directus_reference');
      const ready = await Promise.all(
        processes.map(async (process) => {
          process.send({ round, database: databaseSettings(db.url), connections: 20 });
          return (await once(process, 'message'))[0] as string[];
        }),
      );
      expect(ready.flat()).toEqual(Array(80).fill('ready'));
      expect(await db.sql(COUNT)).toEqual(MIGRATED_ONCE);
      await db.drop();
    }
  }, 600_000);
});
