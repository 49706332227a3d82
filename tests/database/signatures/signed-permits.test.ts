import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

describeOnEachPostgres('run permits that are signed', (server) => {
  const council = seatedCouncils(server);

  it('a run permit is signed, for one operator, one release and until one moment', async () => {
    const { people } = await council();
    await people.request('APR-1');
    await people.approve('APR-1');
    await people.sign('APR-1', 'president');
    const { message } = await rejectionOf(
      people.as('council-1', [
        "select grant_release_window($1, $2, now() + interval '1 hour', $3)",
        ['APR-1', 'operator:x', JSON.stringify({ user: people.ids['council-1'], method: 'session' })],
      ]),
    );
    expect(message).toMatch(/release/);
  });

  it('a run permit of an earlier revision is no act on the present one, and does not stand in its way', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    await db.sql(`update one_roof.governance_release set status = 'rehearsed'`);
    await people.approve('APR-1');
    await people.signWithKey('APR-1', 'president');
    await people.permit('APR-1', 'council-1', 'APR-1', 'operator:x', 600);
    const acts = async () => {
      const verified = await db.read((session) => countVerified(session, people.trust, ['APR-1']));
      return verified.map(({ act, problem }) => [act.act, problem]);
    };
    expect(await acts()).toContainEqual(['permit', null]);
    await db.sql(`update one_roof.approval_requests set title = 'Another title' where code = 'APR-1'`);
    expect(await acts()).toEqual([]);
    const { blockers } = await db.read((session) => evaluateGate(session, people.trust));
    expect(blockers).not.toContain('signature_invalid');
  });
});
