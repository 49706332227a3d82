import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { lintFolder } from '../../../src/governance/release/packet/lint/lint-folder.ts';
import { Council } from '../../harness/council.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const NOBODY: Trust = { keys: [], fault: null };

describe('decisions, out of the facts of the database', () => {
  let db: TestDatabase;
  let trust = NOBODY;
  const read = () => db.read((session) => readDecision(session, trust));
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
  });
  afterAll(() => db.drop());

  it('hold production on the first day: seven blockers are open, and nothing is lost while reading', async () => {
    const decision = await read();
    expect(decision).toMatchObject({
      decision: 'HOLD_PRODUCTION',
      selected_option: null,
      release: null,
      profile: 'observe',
      gate: 'BLOCKED',
      gate_blockers: ['no_release', 'ospa<1'],
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
    await people.request('APR-D', {
      ...none,
      subject: 'decision',
      proposed_action: { option: 'AUTHORIZE_PRODUCTION_DRYRUN_ONLY' },
    });
    await people.request('APR-CI', {
      ...none,
      subject: 'blocker',
      proposed_action: { closes_blocker: 'CI_SEAL_NOT_ADOPTED' },
    });
    // It asks for an option as well, and the council approves it: without a signature it selects nothing all the same.
    const claims = { selected_option: 'AUTHORIZE_PRODUCTION_EXECUTION', option: 'AUTHORIZE_PRODUCTION_EXECUTION' };
    await people.request('APR-F', { ...none, subject: 'other', proposed_action: claims });
    for (const code of ['APR-D', 'APR-CI', 'APR-F']) await people.approve(code);
    const approved = await read();
    expect(approved).toMatchObject({ selected_option: null, counts: { open: 7 } });
    expect(approved.fabricated_approvals.map(({ claim }) => claim)).toEqual([
      'request APR-F says that AUTHORIZE_PRODUCTION_EXECUTION is selected',
    ]);

    // A row that says it is a signature, and that nobody's key made.
    await people.sign('APR-D', 'president');
    const forged = await read();
    expect(forged.selected_option).toBeNull();
    expect(forged.fabricated_approvals.map(({ claim }) => claim)).toContain(
      'request APR-D selects AUTHORIZE_PRODUCTION_DRYRUN_ONLY',
    );
    await people.as('clerk', `update approval_requests set priority = 'high', title = 'Again' where code = 'APR-D'`);
    await people.approve('APR-D');
    for (const code of ['APR-D', 'APR-CI']) await people.signWithKey(code, 'president');
    trust = people.trust;
    // Signed, but there is no release that could run: it goes on holding.
    expect(await read()).toMatchObject({
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
    const { fabricated_approvals: fabricated } = await read();
    expect(fabricated).toContainEqual(expect.objectContaining({ claim: 'owner rows refer to approval APR-NONE' }));
  });

  it(
    'follow a release from its packet, which the lint finds nothing in, to its window and back to a hold',
    { timeout: 60_000 },
    async () => {
      const stage = await ReleaseStage.set(inject('postgres15'));
      const read = () => stage.production.read((session) => readDecision(session, stage.council.trust));
      const available = async () => (await read()).options.map(({ available: holds }) => holds);
      try {
        const packet = await stage.rehearsed('REL-1');
        expect(await stage.production.read((session) => lintFolder(packet.folder, session))).toEqual([]);
        await stage.ask(packet);
        expect(await available()).toEqual([true, true, true, false]);
        await stage.ratify(packet);
        await stage.open(packet);
        const asked = (session: ReadSession) =>
          requestDetail(session, { code: 'APR-REL-1' }, { user: null, all: true }, stage.council.trust);
        expect(await stage.production.read(asked)).toMatchObject({
          rehearsal: { database: stage.clone.name },
          signatures: 1,
        });
        const open = await read();
        expect(open).toMatchObject({
          decision: 'HOLD_PRODUCTION',
          selected_option: null,
          release: 'REL-1',
          gate: 'READY',
          fabricated_approvals: [],
        });
        expect(open.options.map(({ available: holds }) => holds)).toEqual([true, true, true, true]);
        expect(Object.fromEntries(open.blockers.map(({ id, state }) => [id, state]))).toEqual({
          NO_RATIFICATION: 'closed',
          NO_REHEARSAL_ON_PRODUCTION_SHAPE: 'partially_discharged',
          ROLLBACK_UNPROVEN: 'partially_discharged',
          CI_SEAL_NOT_ADOPTED: 'open',
          OPERATOR_INPUT_MISSING: 'partially_discharged',
          EXECUTION_GRANT_MISSING: 'closed',
          SEPARATE_GRANTS_MISSING: 'open',
        });
        expect(open.counts).toEqual({ open: 2, partially_discharged: 3, closed: 2, newly_closed: 2 });
        expect(open.targets.find(({ target }) => target === 'ownership seed')?.status).toBe('GO');

        await stage.apply(packet);
        const applied = await read();
        expect(applied).toMatchObject({ gate: 'APPLIED', fabricated_approvals: [] });
        expect(applied.options.at(-1)?.available).toBe(false);
        expect(applied.targets.find(({ target }) => target === 'ownership seed')?.status).toBe('NO-GO');
      } finally {
        await stage.strike();
      }
    },
  );
});
