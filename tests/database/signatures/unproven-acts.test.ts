import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { verifiedStanding } from '../../../src/governance/release/verified-standing.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person, Council } from '../../harness/council.ts';
import { REHEARSAL_TRUST } from '../../harness/releases/rehearsals.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// A session identifies a person, it never proves that they acted: what an administrator or Directus's database role does in somebody's
// name may look right to the database, and opens nothing.

const SIGNERS = ['council-1', 'council-2', 'president'] as const;

describeOnEachPostgres('acts that nobody signed', (server) => {
  const council = seatedCouncils(server);
  const trusting = (people: Council, ...persons: Person[]): Trust => ({
    keys: parseTrustFile(
      [
        REHEARSAL_TRUST,
        ...persons.map((person) => `${emailOf(person)} namespaces="one-roof" ${people.keyOf(person).line}`),
      ].join('\n'),
    ),
    fault: null,
  });
  /** Answer of the database where only what verifies counts. */
  const verified = (db: TestDatabase, text: string, values: unknown[], code: string, trust: Trust) =>
    db.read(async (session) => {
      await countVerified(session, trust, [code]);
      return (await session.query(text, values)).rows[0]?.['found'];
    });
  const verifiedStatus = (db: TestDatabase, code: string, trust: Trust) =>
    verified(db, 'select request_status($1) as found', [code], code, trust);

  it('three votes and a signature in forged sessions, by keys of the forger, are bound and verify for nobody', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    const real = trusting(people, ...SIGNERS);
    const forger = makeSecurityKey('ed25519');
    for (const person of SIGNERS) {
      const token = randomUUID();
      await db.sql(`insert into directus_sessions (token, "user", expires) values ($1, $2, now() + interval '1 day')`, [
        token,
        people.ids[person],
      ]);
      const { statement } = await people.signed('APR-1', person, {
        act: 'vote',
        choice: 'approve',
        rationale: 'because',
      });
      const forged = { public_key: forger.line, statement, assertion: { signature: forger.sign(statement) } };
      const [text, values] = await people.voteStatement('APR-1', person, 'approve', undefined, forged);
      await db.sql(`set one_roof.session = '${token}'; set one_roof.reason = 'x'; set search_path = one_roof;`);
      await people.as(person, `set local one_roof.session = '${token}'`, [text, values]);
    }
    // As far as SQL can tell it is approved: bound, not verified. Verified, it waits for everybody.
    expect(await people.status('APR-1')).toBe('approved');
    expect(await verifiedStatus(db, 'APR-1', real)).toBe('pending');
    expect(await verified(db, 'select ospa() as found', [], 'APR-1', real)).toBe('0');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    const gate = await db.read((session) => evaluateGate(session, real));
    expect(gate).toMatchObject({ verdict: 'BLOCKED', ospa: 0 });
    expect(gate.blockers).toEqual(['ospa<1', 'key_unpinned']);

    // What somebody else left in their names does not keep the real people from voting.
    for (const person of SIGNERS)
      await people.as(person, `set local one_roof.verified = 'only'`, await people.voteStatement('APR-1', person));
    expect(await verifiedStatus(db, 'APR-1', real)).toBe('approved');
    await people.signWithKey('APR-1', 'president');
    expect((await db.read((session) => evaluateGate(session, real))).ospa).toBe(1);
  });

  it('a vote counts for exactly what was signed: person, choice, reason, revision, act and database', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.request('APR-2');
    const trust = trusting(people, ...SIGNERS);
    const problems = async (code = 'APR-1') =>
      (await db.read((session) => countVerified(session, trust, [code]))).flatMap(
        ({ act, problem, expected, found }) =>
          act.request_code === code && problem !== null ? [`${problem}: ${String(expected)} / ${String(found)}`] : [],
      );
    const cast = async (more: Record<string, unknown>) => {
      const { db: other, people: others } = await council();
      await others.request('APR-1');
      await others.as('council-1', await others.voteStatement('APR-1', 'council-1', 'approve', 'council', more));
      return (await other.read((session) => countVerified(session, trusting(others, ...SIGNERS), ['APR-1']))).map(
        ({ problem, expected }) => [problem, expected],
      );
    };
    expect(await cast({ decision: 'reject' })).toEqual([['statement_mismatch', 'choice: reject']]);
    expect(await cast({ rationale: 'something else' })).toEqual([
      ['statement_mismatch', expect.stringMatching(/^rationale: /)],
    ]);
    expect(await cast({})).toEqual([[null, null]]);

    // Signed for another database: a clone of it, or before a dump of it was restored elsewhere.
    const elsewhere = await people.signed(
      'APR-1',
      'council-1',
      { act: 'vote', choice: 'approve', rationale: 'because' },
      { environment: `${randomUUID()}/1` },
    );
    const vote = {
      statement: elsewhere.statement,
      public_key: elsewhere.key,
      assertion: { signature: elsewhere.signature },
    };
    await people.as('council-1', await people.voteStatement('APR-1', 'council-1', 'approve', 'council', vote));
    expect(await problems()).toEqual([expect.stringMatching(/^statement_mismatch: environment: /)]);

    // A vote on one request moved to another.
    const moved = await people.signed('APR-1', 'council-2', { act: 'vote', choice: 'approve', rationale: 'because' });
    await people.as(
      'council-2',
      await people.voteStatement('APR-2', 'council-2', 'approve', 'council', {
        statement: moved.statement,
        public_key: moved.key,
        assertion: { signature: moved.signature },
      }),
    );
    expect(await problems('APR-2')).toEqual([expect.stringMatching(/^statement_mismatch: request: APR-2/)]);
  });

  it('a policy that SQL alone let pass, by acts that nobody signed, closes the gate', async () => {
    const { db, people } = await council();
    const policy = { profile: 'two_person', methods: ['ssh', 'password'], cooling_hours: 1, vote_proof: 'session' };
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    await people.request('POL-1', { ...asked, proposed_action: { policy } });
    const junk = { statement: 'x', public_key: 'junk', assertion: {} };
    for (const person of SIGNERS)
      await people.as(person, await people.voteStatement('POL-1', person, 'approve', undefined, junk));
    await people.sign('POL-1', 'president');
    await db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.apply_delegation('POL-1', 'x'); commit`);
    expect((await db.sql('select one_roof.governance_profile() as profile'))[0]).toEqual({ profile: 'two_person' });
    const real = trusting(people, ...SIGNERS);
    expect((await db.read((session) => evaluateGate(session, real))).blockers).toContain('rules_unratified');

    // Nor is anything carried out by that policy, or by what real people ratify under it.
    const event = { event_domain: 'governance', event_type: 'handoff.object_born' };
    const activate = {
      subject: 'event:governance.handoff.object_born',
      proposed_action_code: 'activate_event_type',
      proposed_action: event,
      packet_tree_sha256: null,
    };
    await people.request('EVENT-1', { ...activate, plan_digest: null }, 'president');
    await people.confirm('EVENT-1', 'president');
    await people.signWithKey('EVENT-1', 'council-1');
    const carriedOut = db.writeProduction((session) =>
      applyRequest(session, 'EVENT-1', { actor: 'operator:test', actorKind: 'operator', reason: 'a test' }, real),
    );
    expect(await rejectionOf(carriedOut)).toMatchObject({
      code: 'ONE_ROOF_GATE_BLOCKED',
      extensions: { reason: 'rules_unratified', found: 'POL-1' },
    });
  });

  it('what ratified an applied release is judged by the policy of then: its methods, what it let prove a vote, and its quorum', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    // Rows that the guards would refuse, left by whoever could switch them off.
    await db.sqlAsSuperuser(`
      alter table one_roof.apr_approvals disable trigger all; alter table one_roof.governance_signature disable trigger all;
      alter table one_roof.os_proposal_approvals disable trigger all;`);
    const bySession = { method: 'session', statement: null, public_key: '', assertion: {}, created_by: 'x' };
    for (const person of SIGNERS)
      await people.as(
        person,
        await people.voteStatement('APR-1', person, 'approve', undefined, { ...bySession, approver: emailOf(person) }),
      );
    const { statement } = await people.signed('APR-1', 'president', { act: 'sign', meaning: 'I ratify this' });
    await people.as('president', people.signature('APR-1', 'president', { method: 'password', statement }));
    await db.sqlAsSuperuser(`update one_roof.governance_signature set signer = '${emailOf('president')}';
      alter table one_roof.governance_release disable trigger all; update one_roof.governance_release set status = 'applied', applied_at = now()`);
    const standing = () => db.read((session) => verifiedStanding(session, 'APR-1', people.trust));
    const none = { president: 0, council: 0, signatures: 0, ok: false };
    expect(await standing()).toMatchObject(none);

    // A policy that comes later, and would have let them count, does not make them count.
    await db.sqlAsSuperuser(`
      alter table one_roof.governance_consumed_approval disable trigger all; alter table one_roof.governance_policy disable trigger all;
      insert into one_roof.governance_consumed_approval (request_code, handler_ref) values ('APR-1', 'one-roof:authorize_build_step')`);
    await db.sqlAsSuperuser(
      `insert into one_roof.governance_policy (profile, methods, vote_proof, approval_ref, created_by) values ('two_person', '{password}', 'session', 'LATER', 'x')`,
    );
    expect(await standing()).toMatchObject({ ...none, president_needed: 1, council_needed: 2 });
    // One that came before does: it says so in the gate, and it is the rules that nobody ratified.
    await db.sqlAsSuperuser(`update one_roof.governance_consumed_approval set consumed_at = clock_timestamp()`);
    expect(await standing()).toMatchObject({
      signatures: 1,
      president_needed: 0,
      council_needed: 0,
      rules: false,
      ok: false,
    });
  });

  it('a policy that people ratified with their keys does not, also once its request has expired', async () => {
    const { db, people } = await council();
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    await people.request('POL-1', { ...asked, proposed_action: { policy } });
    await people.approve('POL-1');
    await people.signWithKey('POL-1', 'president');
    await db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.apply_delegation('POL-1', 'x'); commit`);
    expect((await db.read((session) => evaluateGate(session, people.trust))).blockers).not.toContain(
      'rules_unratified',
    );
    // Without the keys nothing proves it any more.
    expect((await db.read((session) => evaluateGate(session))).blockers).toContain('rules_unratified');
  });

  it('a key that ended verifies what was received before, and nothing after', async () => {
    const { db, people } = await council();
    await people.request('APR-1');
    await people.vote('APR-1', 'council-1');
    const line = (option: string) =>
      `${emailOf('council-1')} namespaces="one-roof",${option} ${people.keyOf('council-1').line}`;
    const judged = async (option: string) => {
      const trust = { keys: parseTrustFile(line(option)), fault: null };
      return (await db.read((session) => countVerified(session, trust, ['APR-1']))).map(({ problem, note }) => [
        problem,
        note,
      ]);
    };
    const year = new Date().getUTCFullYear();
    expect(await judged(`valid-before="${year + 1}0101Z"`)).toEqual([[null, null]]);
    expect(await judged(`valid-before="${year - 1}0101Z"`)).toEqual([['key_expired', null]]);
  });

  it('the gate says what counts by a session or a password, where the policy lets it', async () => {
    const warnings = async (options: Parameters<typeof Council.seat>[1]) => {
      const { db } = await council(options);
      return (await db.read((session) => evaluateGate(session))).warnings;
    };
    expect(await warnings({})).toEqual([]);
    expect(await warnings({ seated: false })).toEqual([]);
    expect(await warnings({ profile: 'two_person', methods: ['passkey'] })).toEqual([]);
    expect(await warnings({ profile: 'two_person', methods: ['passkey', 'password'], voteProof: 'session' })).toEqual([
      'votes_by_session',
      'signature_by_password',
    ]);
    expect(await warnings({ profile: 'two_person', methods: ['passkey'], pinning: 'enrolled' })).toEqual([
      'keys_enrolled',
    ]);
  });

  it('the word of the proposer, with two people, counts only where it verifies', async () => {
    const { db, people } = await council({ profile: 'two_person' });
    await people.request('APR-1', {}, 'president');
    await people.confirm('APR-1', 'president');
    expect(await people.status('APR-1')).toBe('approved');
    expect(await verifiedStatus(db, 'APR-1', trusting(people, 'president'))).toBe('approved');
    expect(await verifiedStatus(db, 'APR-1', trusting(people, 'council-1'))).toBe('pending');
  });

  it('a copy of the database has another name in statements', async () => {
    const { db } = await council();
    const [before] = await db.sql('select one_roof.environment_name() as name');
    expect(before?.['name']).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    const fresh = await TestDatabase.create(server, 'one_roof_reference');
    try {
      expect((await fresh.sql('select one_roof.environment_name() as name'))[0]?.['name']).toMatch(/^none\/\d+$/);
      await fresh.declare('clone');
      expect((await fresh.sql('select one_roof.environment_name() as name'))[0]?.['name']).not.toBe(before?.['name']);
    } finally {
      await fresh.drop();
    }
  });
});
