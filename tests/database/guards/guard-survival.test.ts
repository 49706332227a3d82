import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { guards, WRITES, writer } from '../../harness/guards.ts';
import { TestDatabase } from '../../harness/test-database.ts';

/** `pg_dump -n public`, or null where there is no pg_dump that reads this server. */
function dumpPublic(db: TestDatabase): string | null {
  const { status, stdout } = spawnSync('pg_dump', ['-n', 'public', '--no-owner', db.url], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return status === 0 ? stdout : null;
}

const canDump = spawnSync('pg_dump', ['--version']).status === 0 && spawnSync('psql', ['--version']).status === 0;

/** As `psql -f` does it: what fails is told and passed over. */
function restore(db: TestDatabase, dump: string): string[] {
  const { stderr } = spawnSync('psql', ['-q', '-X', db.url], { input: dump, encoding: 'utf8', maxBuffer: 1 << 28 });
  return stderr.split('\n').filter((line) => line.includes('ERROR'));
}

describe('the guards survive', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    await guards(db, 'observe');
  });
  afterEach(() => db.drop());

  const blockers = async () => (await db.read(evaluateGate)).blockers.filter((blocker) => blocker === 'guard_disabled');

  it('a collection that is dropped and created again: its first row in Directus puts its guard back', async () => {
    await db.sql(`drop table agents; create table agents (id serial primary key, code text)`);
    expect(await blockers()).toEqual(['guard_disabled']);
    await db.sql(`
      begin;
      delete from directus_collections where collection = 'agents';
      insert into directus_collections (collection, "group") values ('agents', 'ai');
      commit`);
    expect(await blockers()).toEqual([]);
    await db.sql(`insert into agents (code) values ('a')`);
    expect((await db.sql(WRITES)).at(-1)).toEqual({ write: 'agents 1 create' });
  });

  it.skipIf(!canDump)(
    'pg_dump -n public, restored in place: what it knew of is armed, what it did not is found and armed again',
    async () => {
      const dump = dumpPublic(db) ?? '';
      const withoutUs = dump.replaceAll(/^(CREATE TRIGGER|ALTER TABLE .* ENABLE ALWAYS TRIGGER) .*one_roof.*$/gm, '');
      const replace = 'drop schema public cascade';

      await db.sql(replace);
      expect(restore(db, dump)).toEqual([]);
      expect(await blockers()).toEqual([]);

      await db.sql(replace);
      expect(restore(db, withoutUs)).toEqual([]);
      expect(await blockers()).toEqual(['guard_disabled']);
      expect((await armGuards(writer(db))).map(({ problem }) => problem)).toEqual(
        Array.from({ length: 40 }, () => null),
      );
      expect(await blockers()).toEqual([]);
    },
  );

  it.skipIf(!canDump)(
    'pg_restore --disable-triggers, which leaves them weakened: the gate says so, and they are armed again',
    async () => {
      await db.sql(`insert into agents (code) values ('a'), ('b')`);
      const { stdout } = spawnSync('pg_dump', ['--data-only', '--disable-triggers', '-t', 'agents', db.superuserUrl], {
        encoding: 'utf8',
      });
      await db.sql(`delete from agents`);
      const { stderr } = spawnSync('psql', ['-q', '-X', db.superuserUrl], { input: stdout, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(await db.sql('select count(*)::int as n from agents')).toEqual([{ n: 2 }]);
      // What came in meanwhile was not seen: the docs say so, and the gate.
      expect((await db.sql(WRITES)).at(-1)).toEqual({ write: 'agents 2 delete' });
      expect(await blockers()).toEqual(['guard_disabled']);
      expect((await armGuards(writer(db))).map(({ relation, problem }) => [relation, problem])).toEqual([
        ['agents', null],
      ]);
      expect(await blockers()).toEqual([]);
    },
  );

  it.skipIf(!canDump)('… and a database without One-Roof that it is restored into works', async () => {
    const other = await TestDatabase.create(inject('postgres15'), 'directus_bare');
    try {
      await other.sql('drop schema public cascade');
      const errors = restore(other, dumpPublic(db) ?? '');
      expect(errors.filter((line) => !line.includes('one_roof'))).toEqual([]);
      await other.sql(
        `insert into agents (code) values ('a'); update directus_fields set note = 'x' where collection = 'agents'`,
      );
    } finally {
      await other.drop();
    }
  });
});
