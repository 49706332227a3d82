import { afterEach, describe, expect, inject, it } from 'vitest';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { judged, leaves, NO, policyTo, trustFileOf, verified, VOTERS, YES } from '../../harness/councils/verdicts.ts';

// Whether acts that verify ratified a request is one fact, behind two doors: the gate (and `release verify`), and `request verify`, in the
// database or offline by a bundle. The gate is the measure.

describe('request verify and release verify', { timeout: 120_000 }, () => {
  const stages: ReleaseStage[] = [];
  afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.strike())));

  it('agree about releases that were applied earlier, asked for anew, or rolled back, whatever became of the policy and the seats since', async () => {
    const stage = await ReleaseStage.set(inject('postgres15'));
    stages.push(stage);
    const { production, council } = stage;
    const packet = await stage.rehearsed('REL-1');
    const by = { ...OPERATOR, reason: 'a test' };
    const trustFile = trustFileOf(council);
    const trust = readTrust(trustFile);
    const ask = () =>
      production.writeProduction((session) =>
        requestRelease(
          session,
          packet,
          { code: null, title: 'A test', proposer: emailOf('clerk'), days: 1 },
          { ...by, trust },
        ),
      );
    await ask();
    await stage.ratify(packet);
    await council.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'APR-REL-1'`,
    );
    await ask();
    const code = 'APR-REL-1-2';
    await council.approve(code);
    await council.signWithKey(code, 'president');
    const said = () => judged(production, { release: 'REL-1', code }, trustFile);
    const ratified = async () => (await production.read((session) => verifyRelease(session, 'REL-1', trust))).ratified;
    expect(await said()).toEqual(YES);
    await stage.open(packet);
    expect(await said()).toEqual(YES);
    await stage.apply(packet, { request: code });
    expect([await said(), await ratified()]).toEqual([YES, true]);
    // The one that it was asked for by first ratified nothing.
    expect(await verified(production, 'APR-REL-1', trustFile)).toMatchObject({ online: false, offline: false });

    // Another policy, and other people.
    const change = async (name: string, subject: string, proposed: object, voters: readonly Person[]) => {
      await council.request(name, { subject, ...proposed });
      if (voters.length === 0) await council.confirm(name, 'clerk');
      for (const person of voters) await council.vote(name, person);
      await council.signWithKey(name, 'president');
      await production.writeProduction((session) => applyRequest(session, name, by, trust));
    };
    await change('APR-P', 'policy', policyTo('two_person'), VOTERS);
    await change('APR-S', 'seats', leaves('council-2', council), []);
    await production.sqlAsSuperuser(
      `update directus_users set status = 'suspended' where id = '${council.ids['council-1']}'`,
    );
    expect([await said(), await ratified()]).toEqual([YES, true]);
    // A key that nobody trusts any more, and who voted with it.
    const fewer = trustFileOf(council, ['president', 'council-1', 'clerk']);
    expect(await judged(production, { release: 'REL-1', code }, fewer)).toEqual(NO);

    await stage.rollBack(packet);
    expect(await said()).toEqual(NO);
  });
});
