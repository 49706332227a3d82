import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import pg from 'pg';
import { TestDatabase } from '../../harness/test-database.ts';
import { PAYLOAD } from '../../harness/scan-event.ts';

/** Activates a type that nobody ratified, as only the owner of the tables can. The gate then tells. */
const ACTIVATE_PAST_THE_GUARD = `
  alter table one_roof.event_type_registry disable trigger trg_event_type_guard;
  update one_roof.event_type_registry set active = true, activated_by = 'x', activation_approval_ref = 'X'
    where event_type = 'coverage.scan_completed'`;

describe('the activation simulation, rollback-only', () => {
  let db: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    client = new pg.Client(db.url);
    await client.connect();
    await client.query(`begin; set local one_roof.reason = 'simulation'; set local search_path = one_roof, pg_temp`);
  });
  afterAll(async () => {
    await client.end();
    await db.drop();
  });

  const one = async (text: string) => (await client.query<Record<string, unknown>>(text)).rows[0];
  const baseline = () =>
    one(`
      select (select count(*)::int from one_roof.event_outbox where event_domain = 'governance') as gov_emit,
        (select count(*)::int from one_roof.event_type_registry where event_domain = 'governance' and active) as gov_active`);
  const insert = (change: { address?: string | null; stream?: string } = {}) =>
    emitted(`
      insert into event_outbox (event_domain, event_type, event_stream, delivery_lane, event_subject_table, event_subject_ref,
        canonical_address, actor_ref, source_system, payload_classification, safe_payload, occurred_at, created_by)
      values ('governance', 'coverage.scan_completed', '${change.stream ?? 'health'}', 'delayed', 'project', 'coverage',
        ${change.address === null ? 'null' : `'project:coverage'`}, 'gov:scanner', 'simulation', 'safe_metadata', '${JSON.stringify(PAYLOAD)}', now(), 'sim')`);
  /** Runs a statement that may be refused, and goes on after it. Returns the code, or nothing. */
  async function emitted(text: string): Promise<{ code: string; message: string } | null> {
    await client.query('savepoint attempt');
    const refusal = await client.query(text).then(
      () => null,
      (error: unknown) => ({ code: String((error as { code: unknown }).code), message: (error as Error).message }),
    );
    if (refusal !== null) await client.query('rollback to attempt');
    return refusal;
  }

  it('1 (C0): before anything, nothing is emitted and nothing is active', async () => {
    expect(await baseline()).toEqual({ gov_emit: 0, gov_active: 0 });
  });

  it('2 (C1): an event of an inactive type is refused', async () => {
    expect(await insert()).toMatchObject({ code: 'OR031', message: expect.stringContaining('is inactive') as string });
  });

  it('3 (C2): with its type active, a well-shaped event is accepted: 0 → 1', async () => {
    await client.query(ACTIVATE_PAST_THE_GUARD);
    expect(await insert()).toBeNull();
    expect(await baseline()).toEqual({ gov_emit: 1, gov_active: 1 });
  });

  it('4 (C2b): the same without a canonical address is refused', async () => {
    expect(await insert({ address: null })).toMatchObject({
      code: 'OR034',
      message: expect.stringContaining('canonical_address') as string,
    });
  });

  it('5 (C3): another stream is refused although the type is active', async () => {
    expect(await insert({ stream: 'workflow' })).toEqual({
      code: 'OR032',
      message: 'event_type_registry: stream mismatch — registry=health got=workflow',
    });
  });

  it('6 (C4): the outbox has no trigger that dispatches: it validates, refuses changes, and queues', async () => {
    const { rows } = await client.query<{ trigger: string; function: string; tells: boolean }>(`
      select t.tgname as trigger, p.proname as function, p.prosrc ~* 'notify|dblink|http|copy' as tells
      from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = 'event_outbox'::regclass and not t.tgisinternal order by 1`);
    expect(rows).toEqual([
      { trigger: 'trg_event_outbox_append_only', function: 'refuse_change', tells: false },
      { trigger: 'trg_event_outbox_no_truncate', function: 'refuse_change', tells: false },
      { trigger: 'trg_event_outbox_queue', function: 'queue_event', tells: false },
      { trigger: 'trg_event_outbox_type_validate', function: 'fn_event_type_validate', tells: false },
    ]);
  });

  it('7 (C5): issues and events are shaped by SELECT only: system_issues is never written', async () => {
    expect(
      await one(
        `select count(*)::int as shaped, count(*) filter (where type_active)::int as emittable from v_governance_event_payload`,
      ),
    ).toEqual({
      shaped: 1,
      emittable: 1,
    });
    expect(
      await one(`select count(*)::int as gaps, count(distinct coalesce_key)::int as keys from v_owner_gap_issue`),
    ).toEqual({
      gaps: 210,
      keys: 210,
    });
    expect(await one(`select count(*)::int as issues from system_issues`)).toEqual({ issues: 0 });
  });

  it('8: after the rollback nothing is emitted', async () => {
    await client.query('rollback');
    expect(await baseline()).toMatchObject({ gov_emit: 0 });
    expect(await one(`select count(*)::int as queued from one_roof.event_delivery`)).toEqual({ queued: 0 });
  });

  it('9: after the rollback nothing is active', async () => {
    expect(await baseline()).toMatchObject({ gov_active: 0 });
  });
});
