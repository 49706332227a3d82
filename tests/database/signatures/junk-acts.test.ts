import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import type { Person } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

// Whoever writes as Directus's role may leave rows in the name of anybody, with the real public key of that person and even with what they
// signed. What does not verify counts for nothing; it does not keep the person from acting either.

const SIGNERS = ['council-1', 'council-2', 'president'] as const;
/** Setting that Node makes before it writes an act. It says that nothing that is there verifies. */
const NOTHING_VERIFIES = `set local one_roof.verified = 'only'`;
const MEANING = 'I ratify this';

describeOnEachPostgres('rows that nobody could have signed', (server) => {
  const seated = seatedCouncils(server);
  const council = async (options: Parameters<typeof seated>[0] = {}) => {
    const { db, people } = await seated(options);
    const verified = (code: string, text: string, values: unknown[] = []) =>
      db.read(async (session) => {
        const acts = await countVerified(session, people.trust, [code]);
        const { rows } = await session.query(text, values);
        return { found: rows[0]?.['found'], problems: acts.flatMap(({ problem }) => problem ?? []) };
      });
    return { db, people, verified };
  };

  it('a vote with the key of a person, or with all that they signed but another choice, keeps them from nothing', async () => {
    const { people, verified } = await council();
    await people.request('APR-1');
    for (const person of SIGNERS) {
      const { statement, signature, key } = await people.signed('APR-1', person, {
        act: 'vote',
        choice: 'approve',
        rationale: 'because',
      });
      const real = { statement, public_key: key, assertion: { signature } };
      const cast = (decision: 'approve' | 'reject', more: object) =>
        people.voteStatement('APR-1', person, decision, undefined, { ...more });
      await people.as(
        person,
        NOTHING_VERIFIES,
        await cast('reject', { public_key: key, statement: 'junk', assertion: {} }),
      );
      await people.as(person, NOTHING_VERIFIES, await cast('reject', real));
      await people.as(person, NOTHING_VERIFIES, await cast('approve', { ...real, rationale: 'other words' }));
      await people.as(person, NOTHING_VERIFIES, await cast('approve', real));
      // The same once more is no second vote.
      expect(await rejectionOf(people.as(person, NOTHING_VERIFIES, await cast('approve', real)))).toMatchObject({
        code: '23505',
      });
    }
    expect(await verified('APR-1', `select request_status('APR-1') as found`)).toEqual({
      found: 'approved',
      problems: Array.from({ length: 9 }, () => 'statement_mismatch'),
    });
  });

  it('of two votes of one person that verify the more cautious one counts, whenever each was received', async () => {
    for (const order of [
      ['approve', 'reject'],
      ['reject', 'approve'],
    ] as const) {
      const { db, people, verified } = await council();
      await people.request('APR-1');
      for (const decision of order)
        await people.as('council-1', NOTHING_VERIFIES, await people.voteStatement('APR-1', 'council-1', decision));
      const problems = () =>
        verified(
          'APR-1',
          `select jsonb_object_agg(decision, problem) as found from v_request_vote where request_code = 'APR-1'`,
        );
      const cautious = { found: { approve: 'same_human', reject: null }, problems: [] };
      expect(await problems()).toEqual(cautious);
      // Nor does it matter what somebody writes about when they were received.
      await db.sql(`alter table one_roof.apr_approvals disable trigger user;
        update one_roof.apr_approvals set signed_at = signed_at + case decision when 'reject' then interval '9 minutes' else interval '1 minute' end`);
      expect(await problems()).toEqual(cautious);
      // Where the rejection does not verify any more, that is said; and a session that nobody signed takes no place.
      await db.sql(`update one_roof.apr_approvals set assertion = '{"signature": "junk"}' where decision = 'reject'`);
      expect((await problems()).problems).toEqual([expect.any(String)]);
      const { blockers } = await db.read((session) => evaluateGate(session, people.trust, 'APR-1'));
      expect(blockers).toContain('signature_invalid');
      await db.sql(
        `update one_roof.apr_approvals set method = 'session', statement = null, public_key = '', assertion = '{}' where decision = 'reject'`,
      );
      expect((await problems()).found).toEqual({ approve: null, reject: 'session_only' });
    }
  });

  it('a sovereign signature with the key of the signer keeps them from nothing, and a real one is made once', async () => {
    const { people, verified } = await council();
    await people.request('APR-1');
    await people.approve('APR-1');
    const { statement, signature, key } = await people.signed('APR-1', 'president', { act: 'sign', meaning: MEANING });
    // The votes verify, as Node would say; the signatures that are there do not.
    const votes = `select set_config('one_roof.verified', 'only ' || (
      select string_agg(row_digest, ' ') from v_signed_act where act = 'vote'), true)`;
    const sign = (more: object) => people.signature('APR-1', 'president', { statement, key, ...more });
    await people.as('president', votes, sign({ statement: 'junk', assertion: {} }));
    await people.as('president', votes, sign({ assertion: { signature: 'junk' } }));
    await people.as('president', votes, sign({ assertion: { signature } }));
    expect(await verified('APR-1', 'select ospa() as found')).toEqual({
      found: '1',
      problems: [expect.any(String), expect.any(String)],
    });
    const { message } = await rejectionOf(people.signWithKey('APR-1', 'president'));
    expect(message).toContain('this human has signed already');
  });

  it('a confirmation with the key of the proposer keeps them from nothing, and a real one is made once', async () => {
    const { db, people, verified } = await council({ profile: 'two_person' });
    await people.request('APR-1', {}, 'president');
    await db.sql(
      `insert into one_roof.governance_confirmation
         (request_code, revision, revision_digest, signer, signer_user, method, statement, public_key, assertion, created_by)
       select code, revision, revision_digest, '', proposer_user, 'ssh', 'junk', $1, '{}', 'x' from one_roof.approval_requests`,
      [people.keyOf('president').line],
    );
    expect(await verified('APR-1', `select request_status('APR-1') as found`)).toMatchObject({ found: 'pending' });
    await people.confirm('APR-1', 'president', NOTHING_VERIFIES);
    expect(await verified('APR-1', `select request_status('APR-1') as found`)).toMatchObject({ found: 'approved' });
    expect(await rejectionOf(people.confirm('APR-1', 'president'))).toMatchObject({ code: 'OR053' });
  });

  it('a run permit with the key of a holder keeps them from nothing, and a real one is given once', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    await db.sql(`update one_roof.governance_release set status = 'rehearsed'`);
    await people.approve('APR-1');
    await people.signWithKey('APR-1', 'president');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const permit = async (person: Person, junk: boolean) => {
      const act = { act: 'permit', covers: permitCovers('APR-1', 'operator:x', until) } as const;
      const { statement, signature, key } = await people.signed('APR-1', person, act);
      const real = { statement, assertion: { signature } };
      const proof = {
        user: people.ids[person],
        method: 'ssh',
        public_key: key,
        ...(junk ? { statement: 'junk' } : real),
      };
      const rest = `select set_config('one_roof.verified', 'only ' || (
        select string_agg(row_digest, ' ') from v_signed_act where statement <> 'junk'), true)`;
      return people.as(person, rest, [
        'select grant_release_window($1, $2, $3, $4) as code',
        ['APR-1', 'operator:x', until, JSON.stringify(proof)],
      ]);
    };
    expect(await permit('council-1', true)).toEqual([{ code: 'RUN-APR-1-1' }]);
    expect(await permit('council-1', false)).toEqual([{ code: 'RUN-APR-1-2' }]);
    expect(await rejectionOf(permit('council-1', false))).toMatchObject({ code: 'OR072' });
  });
});
