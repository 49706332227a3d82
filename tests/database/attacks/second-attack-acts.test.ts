import { expect, it } from 'vitest';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import type { Person } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';

// Real signatures of real people in rows that say more than they signed: written by whoever owns the tables, with the guards off for a moment.

const ASKED = {
  subject: 'policy',
  proposed_action_code: 'delegate_authority',
  packet_tree_sha256: null,
  plan_digest: null,
};
const GUARDS = [
  'apr_approvals',
  'governance_signature',
  'governance_confirmation',
  'governance_consumed_approval',
  'governance_policy',
];
const GUARDS_OFF = GUARDS.map((table) => `alter table one_roof.${table} disable trigger user`).join('; ');

describeOnEachPostgres('acts that were signed for something less', (server) => {
  const seated = seatedCouncils(server);
  const council = async (options: Parameters<typeof seated>[0] = {}) => {
    const { db, people } = await seated(options);
    /** Carries out POL-1 without asking any guard, and tells what is found of it where only what verifies counts. */
    const afterwards = async (policy: object) => {
      await db.sql(`set one_roof.reason = 'x'; set search_path = one_roof;
        insert into governance_consumed_approval (request_code, handler_ref) values ('POL-1', 'one-roof:delegate_authority');
        insert into governance_policy (profile, methods, cooling_hours, vote_proof, pinning, approval_ref, created_by, xid)
        select p.profile, p.methods, p.cooling_hours, 'key', 'file', 'POL-1', 'x', pg_current_xact_id()
        from jsonb_to_record('${JSON.stringify(policy)}') as p (profile text, methods text[], cooling_hours integer)`);
      return db.read(async (session) => {
        const acts = await countVerified(session, people.trust, ['POL-1']);
        const { rows } = await session.query('select unratified_rules() as found');
        return { found: rows[0]?.['found'], problems: acts.flatMap(({ problem }) => problem ?? []) };
      });
    };
    const unratified = () =>
      db.read(async (session) => {
        await countVerified(session, people.trust, ['POL-1']);
        return (await session.query('select unratified_rules() as found')).rows[0]?.['found'];
      });
    const signFreely = async (person: Person) => {
      const { statement, signature, key } = await people.signed('POL-1', person, {
        act: 'sign',
        meaning: 'I ratify this',
      });
      const [text, values] = people.signature('POL-1', person, { statement, key, assertion: { signature } });
      const named = text.replace("r.revision_digest), '',", `r.revision_digest), $3,`);
      expect(named).not.toBe(text);
      await people.as(person, [named, values]);
    };
    return { db, people, afterwards, unratified, signFreely };
  };

  it('whoever proposes ratifies nothing alone, after the fact either', async () => {
    const { db, people, afterwards, signFreely } = await council({ profile: 'two_person' });
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };
    await people.request('POL-1', { ...ASKED, proposed_action: { policy } }, 'president');
    await people.confirm('POL-1', 'president');
    await db.sql(GUARDS_OFF);
    await signFreely('president');
    expect(await afterwards(policy)).toEqual({ found: 'POL-1', problems: [] });
  });

  it('nobody confirms what another one proposed', async () => {
    const { db, people, afterwards, signFreely } = await council({ profile: 'two_person' });
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };
    await people.request('POL-1', { ...ASKED, proposed_action: { policy } }, 'president');
    await db.sql(GUARDS_OFF);
    const { statement, signature, key } = await people.signed('POL-1', 'council-1', { act: 'confirm' });
    await people.as('council-1', [
      `insert into governance_confirmation
         (request_code, revision, revision_digest, signer, signer_user, method, statement, public_key, assertion, created_by)
       select code, revision, revision_digest, 'council-1@example.com', $1, 'ssh', $2, $3, $4, 'test' from approval_requests where code = 'POL-1'`,
      [people.ids['council-1'], statement, key, JSON.stringify({ signature })],
    ]);
    await signFreely('council-1');
    expect(await afterwards(policy)).toEqual({ found: 'POL-1', problems: [] });
  });

  it('a vote counts for the seat that its voter held', async () => {
    const { db, people, afterwards, signFreely } = await council();
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };
    await people.request('POL-1', { ...ASKED, proposed_action: { policy } });
    await people.vote('POL-1', 'council-2');
    await people.vote('POL-1', 'council-1');
    await db.sql(GUARDS_OFF);
    const [text, values] = await people.voteStatement('POL-1', 'council-3', 'approve', 'president', {
      approver: 'council-3@example.com',
    });
    await people.as('council-3', [
      text
        .replace('insert into apr_approvals (', 'insert into apr_approvals (signed_at, proof_digest, ')
        .replace('select r.code', `select clock_timestamp(), '', r.code`),
      values,
    ]);
    await signFreely('president');
    expect(await afterwards(policy)).toEqual({ found: 'POL-1', problems: [] });
  });

  it('a signature counts of a seat that may sign', async () => {
    const { db, people, afterwards, unratified, signFreely } = await council();
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };
    await people.request('POL-1', { ...ASKED, proposed_action: { policy } });
    await people.approve('POL-1');
    await db.sql(GUARDS_OFF);
    await signFreely('council-1');
    expect(await afterwards(policy)).toEqual({ found: 'POL-1', problems: [] });
    await signFreely('president');
    expect(await unratified()).toBeNull();
  });
});
