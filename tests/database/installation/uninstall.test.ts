import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { compareFingerprints } from '../../../src/database/fingerprint/compare.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import { migrate } from '../../../src/database/install/migrate.ts';
import { uninstall } from '../../../src/database/install/uninstall.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('uninstall', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'directus_reference');
  });
  afterEach(() => db.drop());

  const publicFingerprint = () =>
    db.sessions.use(async (session) => {
      await session.query('begin read only');
      return fingerprint(session, schemaScope('public'), { withRows: true });
    });

  it('leaves the database as it was before the installation', async () => {
    const before = await publicFingerprint();
    await migrate(db.knex);
    expect(await uninstall(db.sessions)).toMatchObject({ schemaRemoved: true });
    expect(compareFingerprints(before, await publicFingerprint())).toEqual({ outcome: 'equal' });
    expect(await db.sql(`select nspname from pg_namespace where nspname = 'one_roof'`)).toEqual([]);
  });

  it('says so when there is nothing to remove', async () => {
    expect(await uninstall(db.sessions)).toMatchObject({ schemaRemoved: false });
  });

  it('does not drop a schema that somebody else created', async () => {
    await db.sql(`create schema one_roof; create table one_roof.precious (id int)`);
    expect(await rejectionOf(uninstall(db.sessions))).toMatchObject({ kind: 'foreign_schema' });
    expect(await db.sql(`select count(*)::int from one_roof.precious`)).toEqual([{ count: 0 }]);
  });

  it('does not drop what somebody built on it, and names it', async () => {
    await migrate(db.knex);
    await db.sql(`
      create view public.my_report as select * from one_roof.v_coverage_summary;
      create view public.of_the_report as select total_cells from public.my_report;
      create table public.mine (id int, code one_roof.governance_code);
      create table public.theirs (code text references one_roof.governance_group (code));
      create function public.count_gaps() returns bigint language sql begin atomic select count(*) from one_roof.v_object_owner_gap; end;
      create trigger guarded before truncate on public.theirs for each statement execute function one_roof.refuse_change()`);
    expect(await rejectionOf(uninstall(db.sessions))).toMatchObject({
      kind: 'objects_depend',
      found: [
        'function public.count_gaps()',
        'table column public.mine.code',
        'table constraint theirs_code_fkey on public.theirs',
        'trigger guarded on public.theirs',
        'view public.my_report',
        'view public.of_the_report',
      ].join(', '),
    });
    expect(await db.sql(`select * from public.of_the_report`)).toHaveLength(1);
    await db.sql(
      `drop view public.of_the_report, public.my_report; drop table public.mine, public.theirs; drop function public.count_gaps()`,
    );
    expect(await uninstall(db.sessions)).toMatchObject({ schemaRemoved: true });
  });

  it('keeps the roles while another database of the cluster has One-Roof', async () => {
    await migrate(db.knex);
    expect((await uninstall(db.sessions)).rolesLeft).toEqual(['one_roof_reader', 'one_roof_runtime']);
  });
});
