import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { beginAct } from '../../../src/governance/acts/begin-act.ts';
import { permitCovers, revokePermits } from '../../../src/governance/release/permit-run.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';

describe('a run permit', () => {
  let stage: ReleaseStage;
  beforeAll(async () => void (stage = await ReleaseStage.set(inject('postgres15'))));
  afterAll(() => stage.strike());

  const refusal = async (promise: Promise<unknown>) => (await rejectionOf(promise)).message;

  it('says what stands in its way, and can be taken back and given anew', async () => {
    const packet = await stage.rehearsed('REL-1');
    await stage.ask(packet);
    await stage.council.approve('APR-REL-1');
    expect(await refusal(stage.open(packet))).toContain('request APR-REL-1 is approved, and not signed yet');
    await stage.council.signWithKey('APR-REL-1', 'president');
    expect(await refusal(stage.open(packet, 'council-1', 'directus'))).toContain(
      'expected an operator as the ledger names them, operator:NAME, found directus',
    );
    expect(await refusal(stage.open(packet, 'council-1', OPERATOR.actor, 25 * 3600))).toContain(
      'expected one that ends within 24 hours from now',
    );

    // Given to somebody else by mistake: it stays in the way of another by the same person until it is taken back.
    const revoke = (release: string) =>
      stage.production.writeProduction(async (session) => {
        await beginAct(session, { ...OPERATOR, action: 'release.revoke', reason: 'the wrong operator' });
        return revokePermits(session, release, 'the wrong operator');
      });
    expect(await refusal(revoke('REL-9'))).toContain('There is no release REL-9');
    expect(await refusal(revoke('REL-1'))).toContain('release REL-1 has no run permit that could be taken back');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const covers = permitCovers('REL-1', 'operator:other', until);
    const { statement, signature, key } = await stage.council.signed('APR-REL-1', 'council-1', {
      act: 'permit',
      covers,
    });
    const proof = {
      user: stage.council.ids['council-1'],
      method: 'ssh',
      statement,
      public_key: key,
      assertion: { signature },
    };
    const give = () =>
      stage.council.as('council-1', [
        'select grant_release_window($1, $2, $3, $4) as code',
        ['REL-1', 'operator:other', until, JSON.stringify(proof)],
      ]);
    expect(await give()).toEqual([{ code: 'RUN-REL-1-1' }]);
    expect(await refusal(stage.open(packet))).toContain('council-1@example.com already signed one that was not used');
    expect(await revoke('REL-1')).toEqual(['RUN-REL-1-1']);
    // What was taken back does not come back by uploading it again.
    expect(await refusal(give())).toContain('this statement was submitted already');
    await stage.open(packet);
    expect(await stage.apply(packet, { dryRun: true })).toMatchObject({
      tiers: [{ tier: 0 }, { tier: 3 }, { tier: 8 }],
    });
    expect(
      await stage.production.sql(`select reason from one_roof.v_governance_ledger where action = 'release.revoke'`),
    ).toEqual([{ reason: 'the wrong operator' }]);
  }, 60_000);
});
