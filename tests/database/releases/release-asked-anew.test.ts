import { afterEach, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { releaseStatus } from '../../../src/governance/gate/release-status.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';

describe('a release whose request came to nothing', { timeout: 120_000 }, () => {
  const stages: ReleaseStage[] = [];
  afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.strike())));
  const set = async (profile: 'council' | 'two_person' = 'council') => {
    const stage = await ReleaseStage.set(inject('postgres15'), profile);
    stages.push(stage);
    return stage;
  };
  const ask = (stage: ReleaseStage, packet: ReleasePacket, person: Person = 'clerk', code: string | null = null) =>
    stage.production.writeProduction((session) =>
      requestRelease(
        session,
        packet,
        { code, title: 'A test', proposer: emailOf(person), days: 1 },
        { ...OPERATOR, reason: 'a test', trust: stage.council.trust },
      ),
    );

  it('is asked for anew, with the same code, packet and rehearsal, and everything follows the new request', async () => {
    const stage = await set();
    const { production, council } = stage;
    const packet = await stage.rehearsed('REL-1');
    const seen = async () => {
      const [status] = await production.read((session) => releaseStatus(session, 'REL-1', council.trust));
      const gate = await production.read((session) => evaluateGate(session, council.trust));
      const decision = await production.read((session) => readDecision(session, council.trust));
      const blocker = decision.blockers.find(({ id }) => id === 'NO_RATIFICATION');
      const blockers = gate.blockers.join();
      return {
        request: status?.request,
        status: status?.status,
        gate: gate.verdict,
        blockers,
        release: gate.release,
        evidence: blocker?.evidence,
      };
    };
    const permit = (code: string) => council.permit(code, 'council-1', 'REL-1', OPERATOR.actor, 600);
    expect(await ask(stage, packet)).toMatchObject({ code: 'APR-REL-1', status: 'pending' });
    const second = await rejectionOf(ask(stage, packet));
    expect(second).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      message: 'Release REL-1 has a request already',
    });

    // Withdrawn.
    await council.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'APR-REL-1'`,
    );
    expect(await rejectionOf(ask(stage, packet, 'clerk', 'APR-REL-1'))).toMatchObject({
      message: 'There is a request APR-REL-1 already',
    });
    expect(await ask(stage, packet)).toMatchObject({ code: 'APR-REL-1-2', status: 'pending' });
    expect(await seen()).toMatchObject({ request: 'APR-REL-1-2', gate: 'BLOCKED', release: 'REL-1' });
    // Rejected.
    await council.vote('APR-REL-1-2', 'council-1', 'reject');
    expect(await ask(stage, packet)).toMatchObject({ code: 'APR-REL-1-3', status: 'pending' });
    // Deadlocked: the one whose word is needed abstains.
    await council.vote('APR-REL-1-3', 'president', 'abstain');
    expect(await council.status('APR-REL-1-3')).toBe('deadlocked');
    expect(await ask(stage, packet)).toMatchObject({ code: 'APR-REL-1-4', status: 'pending' });
    expect(await council.status('APR-REL-1-3')).toBe('withdrawn');

    // Expired after it was ratified and its window granted: what was said about it says nothing about the next.
    await council.approve('APR-REL-1-4');
    await council.signWithKey('APR-REL-1-4', 'president');
    await permit('APR-REL-1-4');
    expect(await seen()).toMatchObject({ request: 'APR-REL-1-4', status: 'ratified', gate: 'READY' });
    await council.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'APR-REL-1-4'`,
    );
    expect(await ask(stage, packet)).toMatchObject({ code: 'APR-REL-1-5', status: 'pending' });
    expect(await seen()).toMatchObject({
      request: 'APR-REL-1-5',
      status: 'rehearsed',
      gate: 'BLOCKED',
      release: 'REL-1',
    });
    expect(await rejectionOf(stage.apply(packet, { request: 'APR-REL-1-5' }))).toMatchObject({ code: 'OR073' });

    await council.approve('APR-REL-1-5');
    await council.signWithKey('APR-REL-1-5', 'president');
    await permit('APR-REL-1-5');
    expect(await rejectionOf(stage.apply(packet, { request: 'APR-REL-1-4' }))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
    });
    await stage.apply(packet, { request: 'APR-REL-1-5' });
    expect(await seen()).toMatchObject({ status: 'applied', gate: 'APPLIED', release: 'REL-1' });
    expect(await rejectionOf(ask(stage, packet))).toMatchObject({ message: 'Release REL-1 has a request already' });
    expect(await production.sql(`select distinct approval_ref from one_roof.governance_object_ownership`)).toEqual([
      { approval_ref: 'APR-REL-1-5' },
    ]);
  });

  it('is not given another request while people decide, nor one that is about something else', async () => {
    const stage = await set();
    const packet = await stage.rehearsed('REL-1');
    await ask(stage, packet);
    await stage.council.request('APR-OTHER');
    const change = `update one_roof.governance_release set request_code = 'APR-OTHER' where release_code = 'REL-1'`;
    expect(await rejectionOf(stage.production.sql(change))).toMatchObject({ code: 'OR073' });
    // Nor one about exactly this, while the first is pending.
    await stage.council.request('APR-SAME', {
      subject: 'release:REL-1',
      packet_tree_sha256: packet.packetTree,
      plan_digest: packet.planSha256,
    });
    const same = change.replace('APR-OTHER', 'APR-SAME');
    expect(await rejectionOf(stage.production.sql(same))).toMatchObject({ code: 'OR073' });
    await stage.council.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'APR-REL-1'`,
    );
    expect(await rejectionOf(stage.production.sql(change))).toMatchObject({ code: 'OR073' });
  });

  it('is refused whoever is needed to decide, at once and naming who could ask', async () => {
    const stage = await set();
    const packet = await stage.rehearsed('REL-1');
    const refused = await rejectionOf(ask(stage, packet, 'president'));
    expect(refused).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      message: 'The proposer of REL-1 would be needed to decide about it',
    });
    expect(JSON.stringify(refused)).toContain(emailOf('council-1'));
    expect(await stage.production.sql(`select count(*)::int as n from one_roof.approval_requests`)).toEqual([{ n: 0 }]);
    // One of the council can: the assistant and the other one are left.
    expect(await ask(stage, packet, 'council-1')).toMatchObject({ status: 'pending', code: 'APR-REL-1' });
  });
});
