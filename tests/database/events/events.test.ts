import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { asOneRoofError } from '../../../src/governance/errors/as-one-roof-error.ts';
import { emitEvent } from '../../../src/governance/emission/emit-event.ts';
import { describeEvent } from '../../../src/governance/emission/describe-event.ts';
import { eventTypes } from '../../../src/governance/emission/event-state.ts';
import { readiness } from '../../../src/governance/gate/readiness.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { PAYLOAD } from '../../harness/scan-event.ts';

const BY = { actor: 'operator:test', source: 'test' };
const EVENT = { type: 'coverage.scan_completed', subject: 'project:coverage', payload: PAYLOAD };
const SWEEP = { type: 'backfill.sweep_completed', subject: 'project:coverage' };
const TYPES = [
  'coverage.scan_completed',
  'candidate.scan_completed',
  'input.untrusted_source',
  'handoff.object_born',
  'backfill.sweep_completed',
];
const emitSql = (type: string, ref = 'r') =>
  `select * from one_roof.emit_event('governance', '${type}', 'project', '${ref}', 'project:${ref}', 'a', 's')`;

describe('in production', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
  });
  afterAll(() => db.drop());

  it('the five governance types are there, inactive, and nothing is emittable', async () => {
    const types = await db.read(eventTypes);
    expect(types.map(({ type }) => type).sort()).toEqual([...TYPES].sort());
    expect(types.filter(({ active }) => active)).toEqual([]);
    expect((await db.read(readiness)).events).toEqual({ active: 0, inactive: 5, emittable: 0 });
  });

  it.each([
    `select one_roof.activate_event_type('governance', 'coverage.scan_completed', 'APR-1')`,
    `update one_roof.event_type_registry set active = true, activated_by = 'me', activation_approval_ref = 'APR-1'`,
    `update one_roof.event_type_registry set active = true, activated_by = 'me', activation_approval_ref = 'CLONE-TEST-NO-RATIFICATION'`,
    `insert into one_roof.event_type_registry (event_domain, event_type, event_stream, delivery_lane, description, active, activated_by, activation_approval_ref, created_by)
       values ('governance', 'x', 'health', 'delayed', 'd', true, 'me', 'APR-1', 'me')`,
  ])('no type is activated without an applied approval: %s', async (statement) => {
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR036' });
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`))).toMatchObject({
      code: 'OR036',
    });
  });

  it('a type does not go away; its activation asks for a type that there is', async () => {
    expect(await rejectionOf(db.sql(`delete from one_roof.event_type_registry`))).toMatchObject({ code: 'OR003' });
    expect(
      await rejectionOf(db.sql(`select one_roof.activate_event_type('governance', 'nothing', 'A')`)),
    ).toMatchObject({ code: 'OR030' });
  });

  it('who asks softly gets the reason, and writes nothing', async () => {
    const ask = (type: string) => db.sql(`select one_roof.emission_blocker('governance', $1) as blocker`, [type]);
    expect(await ask('coverage.scan_completed')).toEqual([{ blocker: 'event_type_inactive' }]);
    expect(await ask('nothing')).toEqual([{ blocker: 'event_type_unknown' }]);
  });
});

describe('on a clone with active types', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.sql(
      `select one_roof.activate_event_type('governance', t, 'CLONE-TEST-NO-RATIFICATION') from unnest($1::text[]) t`,
      [TYPES],
    );
  });
  afterEach(() => db.drop());

  const emit = (event: Parameters<typeof describeEvent>[0]) =>
    db.writeClone((session) => emitEvent(session, describeEvent(event), BY));
  const codeOf = async (event: Parameters<typeof describeEvent>[0]) => asOneRoofError(await rejectionOf(emit(event)));

  it('activation needs to say that it is a clone, is recorded, and is taken back by anybody with a reason', async () => {
    expect(
      await db.sql(
        `select object, operation, reason from one_roof.v_governance_ledger where relation = 'event_type_registry' order by id desc limit 1`,
      ),
    ).toMatchObject([{ operation: 'update', reason: 'a test' }]);
    await db.sql(`select one_roof.activate_event_type('governance', 'backfill.sweep_completed', null, false)`);
    expect(
      await rejectionOf(
        db.sql(`select one_roof.activate_event_type('governance', 'backfill.sweep_completed', 'APR-1')`),
      ),
    ).toMatchObject({
      code: 'OR036',
    });
    expect(await rejectionOf(db.sql(`update one_roof.event_type_registry set payload_contract = '{}'`))).toMatchObject({
      code: 'OR003',
    });
  });

  it('refuses in this order: unknown, inactive, stream, lane, provenance, payload', async () => {
    await db.sql(`select one_roof.activate_event_type('governance', 'handoff.object_born', null, false)`);
    const wrong = { payload: { secret: 1 }, stream: 'alert', lane: 'immediate' };
    const steps = [
      [{ ...wrong, type: 'nothing' }, 'ONE_ROOF_EVENT_TYPE_UNKNOWN', 'unknown (governance, nothing)'],
      [{ ...wrong, type: 'handoff.object_born' }, 'ONE_ROOF_EVENT_TYPE_INACTIVE', 'is inactive'],
      [{ ...wrong, type: EVENT.type }, 'ONE_ROOF_EVENT_STREAM_MISMATCH', 'registry=health got=alert'],
      [
        { ...wrong, type: EVENT.type, stream: 'health' },
        'ONE_ROOF_EVENT_LANE_MISMATCH',
        'registry=delayed got=immediate',
      ],
      [
        { type: EVENT.type, payload: { secret: 1 } },
        'ONE_ROOF_EVENT_PROVENANCE_MISSING',
        'event_subject_table, event_subject_ref, canonical_address',
      ],
      [
        { ...EVENT, payload: { secret: 1 } },
        'ONE_ROOF_EVENT_PAYLOAD_REFUSED',
        'key $.secret may carry content or a secret',
      ],
    ] as const;
    for (const [event, code, message] of steps) {
      expect(await codeOf(event)).toMatchObject({
        code,
        status: 422,
        message: expect.stringContaining(message) as string,
      });
    }
    expect(
      await db.sql(
        `select (select count(*)::int from one_roof.event_outbox) as events, (select count(*)::int from one_roof.event_delivery) as queued`,
      ),
    ).toEqual([{ events: 0, queued: 0 }]);
  });

  it.each([
    [{ a: { Token: 1 } }],
    [{ BODY: 'x' }],
    [{ list: [{ deeper: [{ passWord: null }] }] }],
    [{ Content: {} }],
    [{ raw: [] }],
    [{ ' secret ': 1 }],
    [{ note: 'x'.repeat(8192) }],
  ])('a payload that is more than metadata is refused: %j', async (payload) => {
    expect(await codeOf({ ...SWEEP, payload })).toMatchObject({ code: 'ONE_ROOF_EVENT_PAYLOAD_REFUSED' });
    // Also where the trigger is off: the table itself says no.
    const past = `alter table one_roof.event_outbox disable trigger trg_event_outbox_type_validate;
      insert into one_roof.event_outbox (event_domain, event_type, event_stream, delivery_lane, event_severity, event_subject_table, event_subject_ref,
        canonical_address, actor_ref, source_system, payload_classification, safe_payload, occurred_at, epoch, created_by)
      values ('governance', 'backfill.sweep_completed', 'health', 'delayed', 'info', 't', 'r', 'a', 'x', 's', 'safe_metadata', '${JSON.stringify(payload)}', now(), 1, 'x')`;
    expect(await rejectionOf(db.sql(past))).toMatchObject({
      code: '23514',
      constraint: 'event_outbox_safe_payload_check',
    });
  });

  it.each([
    [{ ...PAYLOAD, gap_cells: undefined }, 'key gap_cells is missing'],
    [{ ...PAYLOAD, more: 1 }, 'key more is not in the contract'],
    [{ ...PAYLOAD, gap_cells: '210' }, 'key gap_cells is no number'],
  ])('a payload keeps the contract of its type: %s', async (payload, message) => {
    expect(await codeOf({ ...EVENT, payload })).toMatchObject({
      code: 'ONE_ROOF_EVENT_PAYLOAD_REFUSED',
      message: expect.stringContaining(message) as string,
    });
  });

  it('what a scan found is shaped as its type wants it', async () => {
    await db.writeClone((session) => scanCoverage(session, { actor: 'operator:test', actorKind: 'operator' }));
    const shaped = await db.sql(`select event_type, safe_payload from one_roof.v_governance_event_payload order by 1`);
    expect(shaped).toMatchObject([
      { event_type: 'candidate.scan_completed' },
      { event_type: EVENT.type, safe_payload: { total_cells: 210, gap_cells: 210 } },
    ]);
    for (const { event_type: type, safe_payload: payload } of shaped)
      await emit({ type: String(type), subject: 'project:coverage', payload });
  });

  it('an event is there with its queue row, or not at all', async () => {
    const receipt = await emit(EVENT);
    expect(receipt).toMatchObject({ epoch: 2, emitted: true });
    expect(await db.sql(`select event_id, status from one_roof.event_delivery`)).toEqual([
      { event_id: receipt.id, status: 'queued' },
    ]);
    await db.sql(`begin; ${emitSql(SWEEP.type)}; rollback`);
    expect(await db.sql(`select count(*)::int from one_roof.event_delivery`)).toEqual([{ count: 1 }]);
  });

  it('the same event on the immediate lane is emitted once', async () => {
    await db.sql(`
      insert into one_roof.event_type_registry (event_domain, event_type, event_stream, delivery_lane, description, created_by)
        values ('system', 'issue_opened', 'alert', 'immediate', 'd', 'test');
      select one_roof.activate_event_type('system', 'issue_opened', 'CLONE-TEST-NO-RATIFICATION')`);
    const event = { domain: 'system', type: 'issue_opened', subject: 'system_issues:1', correlation: 'c' };
    const first = await emit(event);
    expect(await emit(event)).toEqual({ ...first, emitted: false });
    expect(await emit({ ...event, correlation: 'd' })).toMatchObject({ emitted: true });
    expect(await codeOf({ ...event, correlation: '' })).toMatchObject({ code: 'ONE_ROOF_EVENT_PROVENANCE_MISSING' });
    expect(await db.sql(`select count(*)::int from one_roof.event_delivery`)).toEqual([{ count: 2 }]);
  });

  it.each([
    `update one_roof.event_outbox set source_system = 'x'`,
    `delete from one_roof.event_outbox`,
    `truncate one_roof.event_outbox cascade`,
    `delete from one_roof.event_delivery`,
    `truncate one_roof.event_delivery`,
  ])('the outbox and its queue keep what they have: %s', async (statement) => {
    await emit(EVENT);
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`))).toMatchObject({
      code: 'OR003',
    });
  });
});
