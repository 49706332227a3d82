import { expect, it } from 'vitest';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { OPERATOR } from '../../../src/governance/ratification/request-reader.ts';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';

// One hostile holder of a seat cannot keep it, whichever seat it is.

describeOnEachPostgres('one hostile holder of a seat', (server) => {
  const seated = seatedCouncils(server);
  const council = async () => {
    const { db, people } = await seated();
    const file = (code: string, seat: string, leaves: Person, comes: Person) => {
      const change = (kind: string, person: Person) => ({
        change: kind,
        seat,
        person: emailOf(person),
        user: people.ids[person],
      });
      const seats = [change('vacate', leaves), change('fill', comes)];
      const about = {
        subject: 'seats',
        proposed_action_code: 'delegate_authority',
        packet_tree_sha256: null,
        plan_digest: null,
      };
      return people.request(code, { ...about, proposed_action: { seats } });
    };
    const apply = (code: string) =>
      db.writeProduction((session) =>
        applyRequest(session, code, { actor: 'operator:test', actorKind: 'operator', reason: 'a test' }, people.trust),
      );
    const holders = () =>
      db.sql(`select seat, person from one_roof.governance_seat where vacated_at is null order by seat, person`);
    return { db, people, file, apply, holders };
  };
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('of the council: has no vote on their removal', async () => {
    const { people, file, apply, holders } = await council();
    await file('APR-1', 'council', 'council-1', 'council-3');
    expect(await refusal(people.vote('APR-1', 'council-1', 'reject'))).toMatch(/^OR056 .*take their seat from them/);
    for (const person of ['council-2', 'assistant', 'president'] as const) await people.vote('APR-1', person);
    await people.signWithKey('APR-1', 'president');
    await apply('APR-1');
    expect(await holders()).toContainEqual({ seat: 'council', person: emailOf('council-3') });
    expect(await holders()).not.toContainEqual({ seat: 'council', person: emailOf('council-1') });
  });

  it('a president is removed by the whole council, one of which signs', async () => {
    const { people, file, apply, holders } = await council();
    await file('APR-1', 'president', 'president', 'council-3');
    expect(await refusal(people.vote('APR-1', 'president', 'reject'))).toMatch(/^OR056 .*take their seat from them/);
    await people.vote('APR-1', 'council-1');
    await people.vote('APR-1', 'council-2');
    expect(await people.status('APR-1')).toBe('pending');
    await people.vote('APR-1', 'assistant');
    expect(await people.status('APR-1')).toBe('approved');
    expect(await refusal(people.sign('APR-1', 'president'))).toMatch(/^OR056 .*take their seat from them/);
    await people.signWithKey('APR-1', 'council-1');
    await apply('APR-1');
    expect(await people.status('APR-1')).toBe('applied');
    expect(await holders()).toContainEqual({ seat: 'president', person: emailOf('council-3') });
  });

  it('one rejection does not end a request about seats; two do; about anything else one does', async () => {
    const { people, file } = await council();
    await file('APR-1', 'council', 'council-1', 'council-3');
    await people.vote('APR-1', 'council-2', 'reject');
    expect(await people.status('APR-1')).not.toBe('rejected');
    await people.vote('APR-1', 'president', 'reject');
    expect(await people.status('APR-1')).toBe('rejected');
    await people.request('APR-2');
    await people.vote('APR-2', 'council-2', 'reject');
    expect(await people.status('APR-2')).toBe('rejected');
  });

  it('a deadlock names who caused it', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.vote('APR-1', 'council-1', 'abstain');
    await people.vote('APR-1', 'assistant', 'abstain');
    expect(await people.status('APR-1')).toBe('deadlocked');
    const { missing } = await db.read((session) => requestDetail(session, { code: 'APR-1' }, OPERATOR, people.trust));
    expect(missing[0]?.what).toContain(`${emailOf('council-1')} (voted abstain)`);
    expect(missing[0]?.what).toContain(`${emailOf('assistant')} (voted abstain)`);
    await db.sql(`update directus_users set status = 'suspended' where email = '${emailOf('president')}'`);
    await people.request('APR-2');
    const second = await db.read((session) => requestDetail(session, { code: 'APR-2' }, OPERATOR, people.trust));
    expect(second).toMatchObject({ status: 'deadlocked' });
    expect(second.missing[0]?.what).toContain(`${emailOf('president')} (the account is not active)`);
  });
});
