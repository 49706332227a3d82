import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readDecision } from '../../src/governance/decision/decide.ts';
import { Council } from '../harness/council.ts';
import { TestDatabase } from '../harness/test-database.ts';

describe('decisions, out of the facts of the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
  });
  afterAll(() => db.drop());

  it('hold production on the first day: seven blockers are open, and nothing is lost while reading', async () => {
    const decision = await db.read(readDecision);
    expect(decision).toMatchObject({
      decision: 'HOLD_PRODUCTION',
      selected_option: null,
      release: null,
      profile: 'observe',
      gate: 'BLOCKED',
      gate_blockers: ['ospa<1'],
      counts: { open: 7, partially_discharged: 0, closed: 0, newly_closed: 0 },
      fabricated_approvals: [],
    });
    expect(decision.options.map(({ available }) => available)).toEqual([true, false, false, false]);
    expect(decision.targets.filter(({ status }) => status === 'GO').map(({ target }) => target)).toEqual([
      'regression suite',
      'rehearsals',
    ]);
    expect(decision.options.at(-1)?.grants.map(({ grant }) => grant.split(',')[0])).toContain('activate_event_type');
  });

  it('are selected by who signs, and by nothing that a request says of itself', async () => {
    const people = await Council.seat(db);
    const none = { packet_tree_sha256: null, plan_digest: null };
    await people.request('APR-D', { ...none, subject: 'decision', proposed_action: { option: 'AUTHORIZE_PRODUCTION_DRYRUN_ONLY' } });
    await people.request('APR-CI', { ...none, subject: 'blocker', proposed_action: { closes_blocker: 'CI_SEAL_NOT_ADOPTED' } });
    await people.request('APR-F', { ...none, subject: 'other', proposed_action: { selected_option: 'AUTHORIZE_PRODUCTION_EXECUTION' } });
    for (const code of ['APR-D', 'APR-CI']) await people.approve(code);
    const approved = await db.read(readDecision);
    expect(approved).toMatchObject({ selected_option: null, counts: { open: 7 } });
    expect(approved.fabricated_approvals.map(({ claim }) => claim)).toEqual([
      'request APR-F says that AUTHORIZE_PRODUCTION_EXECUTION is selected',
    ]);

    for (const code of ['APR-D', 'APR-CI']) await people.sign(code, 'president');
    // Signed, but there is no release that could run: it goes on holding.
    expect(await db.read(readDecision)).toMatchObject({
      decision: 'HOLD_PRODUCTION',
      selected_option: 'AUTHORIZE_PRODUCTION_DRYRUN_ONLY',
      selected_by_request: 'APR-D',
      counts: { open: 6, closed: 1, newly_closed: 1 },
    });
  });

  it('report owners that refer to an approval which nobody gave', async () => {
    await db.sqlAsSuperuser(`alter table one_roof.governance_object_ownership disable trigger trg_ownership_guard;
      insert into one_roof.governance_object_ownership
        (object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, approval_ref, source_design_ref, created_by, updated_by)
      values ('group', 'GRP-AI', 'policy', 'accountable', 'GOV-DOT', true, 'APR-NONE', 'x', 'x', 'x')`);
    const { fabricated_approvals: fabricated } = await db.read(readDecision);
    expect(fabricated).toContainEqual(expect.objectContaining({ claim: 'owner rows refer to approval APR-NONE' }));
  });
});
