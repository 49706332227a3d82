import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { eventLag } from '../../../src/governance/emission/event-state.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const SWEEP = 'backfill.sweep_completed';
const emitSql = (ref: string) =>
  `select * from one_roof.emit_event('governance', '${SWEEP}', 'project', '${ref}', 'project:${ref}', 'a', 's')`;

describe('the order of events', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.sql(`select one_roof.activate_event_type('governance', '${SWEEP}', 'CLONE-TEST-NO-RATIFICATION')`);
  });
  afterEach(() => db.drop());

  it('a reader behind the fence sees who started first and committed last; by position alone he is skipped', async () => {
    const read = (after = `0, '0', 0`) =>
      db.sql(`select event_subject_ref as ref, epoch, xid, position from one_roof.read_events(${after})`);
    const refs = (rows: Record<string, unknown>[]) => rows.map(({ ref }) => ref);
    await withClient(db.url, async (slow) => {
      await slow.query('begin');
      await slow.query(emitSql('slow'));
      await db.sql(emitSql('fast'));

      expect(await read()).toEqual([]);
      const [seen] = await db.sql(`select max(position) as last from one_roof.event_outbox`);
      await slow.query('commit');

      // The wrong way: "slow" has the smaller position, and a reader who goes on after what he saw never meets it.
      expect(await db.sql(`select from one_roof.event_outbox where position > $1`, [seen?.['last']])).toEqual([]);
    });
    await expect.poll(async () => refs(await read())).toEqual(['slow', 'fast']);
    const [first] = await read();
    expect(
      refs(await read(`${String(first?.['epoch'])}, '${String(first?.['xid'])}', ${String(first?.['position'])}`)),
    ).toEqual(['fast']);
  });

  it('says how far it has come, and who holds the fence', async () => {
    await db.sql(emitSql('r'));
    await withClient(db.superuserUrl, async (holder) => {
      const { rows } = await holder
        .query<{ pid: number }>(`begin; select pg_current_xact_id(), pg_backend_pid() as pid`)
        .then((all) => (all as unknown as { rows: { pid: number }[] }[])[1] ?? { rows: [] });
      await db.sql(emitSql('r'));
      // The fence is of the cluster: a transaction of another test that began before is the holder until it ends.
      await expect
        .poll(() => db.read(eventLag))
        .toMatchObject({ events: 2, queued: 2, behind_fence: 1, holder: String(rows[0]?.pid), epoch: 2 });
      const [seen] = await db.sqlAsSuperuser(
        `select holder_user, holder_database, holder_since is not null as since, holder_query_start is not null as query from one_roof.v_event_lag`,
      );
      expect(seen).toEqual({ holder_user: 'postgres', holder_database: db.name, since: true, query: true });
      await holder.query('rollback');
    });
    await expect.poll(async () => (await db.read(eventLag)).behind_fence).toBe(0);
  });

  it('a dump in another cluster starts a new epoch and loses no event', async ({ skip }) => {
    const version = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
    skip(version.error !== undefined, 'needs pg_dump on this machine');
    for (const ref of ['one', 'two']) await db.sql(emitSql(ref));
    const other = await TestDatabase.create(inject('postgres18'), 'directus_reference');
    try {
      const dump = spawnSync('pg_dump', ['-n', 'one_roof', '--no-owner', '--dbname', db.superuserUrl], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      const restore = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '--dbname', other.superuserUrl], {
        encoding: 'utf8',
        input: dump.stdout,
      });
      expect(restore.stderr).toBe('');
      const read = async (after: string) =>
        other.sqlAsSuperuser(
          `select event_subject_ref as ref, epoch, xid, position from one_roof.read_events(${after})`,
        );
      const [, two] = await read(`0, '0', 0`);
      expect(two).toMatchObject({ ref: 'two', epoch: 2 });
      // The ledger came along whole, whatever wrote it: its digests do not depend on where, or on which major, they are worked out.
      expect(
        await other.sqlAsSuperuser(`
          select (select count(*)::int from one_roof.ledger_chain_finding(0, 5000)) as chain, (select count(*)::int from one_roof.ledger_row_finding()) as rows`),
      ).toEqual([{ chain: 0, rows: 0 }]);
      // Transaction ids start over there: without the epoch, what comes now would stand before what was read.
      await other.sqlAsSuperuser(emitSql('three'));
      await expect
        .poll(() => read(`2, '${String(two?.['xid'])}', ${String(two?.['position'])}`))
        .toMatchObject([{ ref: 'three', epoch: 3 }]);
    } finally {
      await other.drop();
    }
  });
});
