import { afterEach, expect, it } from 'vitest';
import type { ErrorDetail } from '../../../src/contract/errors.ts';
import { DEFAULT_MEANING } from '../../../src/contract/answers/ratification.ts';
import type { ProductionSession } from '../../../src/database/sessions/session.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { PlannedAct } from '../../../src/governance/ratification/person-statement.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { OPERATOR } from '../../../src/governance/ratification/request-reader.ts';
import { actAsPerson } from '../../../src/governance/ratification/commands/act-as-person.ts';
import {
  confirmRequest,
  supersedeRequest,
  withdrawRequest,
} from '../../../src/governance/ratification/commands/change-request.ts';
import { createRequest } from '../../../src/governance/ratification/commands/create-request.ts';
import { keepSignature } from '../../../src/governance/ratification/commands/keep-signature.ts';
import { requireProof, sshProof } from '../../../src/governance/ratification/commands/prove-act.ts';
import type { Proven } from '../../../src/governance/ratification/commands/prove-act.ts';
import {
  beginEnrolment,
  enrol,
  onePasskey,
  revokePasskey,
} from '../../../src/governance/ratification/commands/passkeys.ts';
import { beginPasskey, passkeyProof } from '../../../src/governance/ratification/commands/sign-with-passkey.ts';
import { beginTry } from '../../../src/governance/ratification/commands/challenges.ts';
import { beginPassword, passwordProof } from '../../../src/governance/ratification/commands/sign-with-password.ts';
import { prepareSigning, type Signing, statementOf } from '../../../src/governance/ratification/commands/signing.ts';
import { vote } from '../../../src/governance/ratification/commands/vote.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { wirePasskey } from '../../../src/governance/ratification/council/own-passkeys.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import { Council, emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { draftStandIn } from '../../harness/releases/draft-release.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const ORIGIN = 'http://localhost:8055';
const PARTY = { id: 'localhost', origin: ORIGIN };
const NO_TRUST = readTrust(null);
const SIGN: PlannedAct = { act: 'sign', meaning: DEFAULT_MEANING };
const trusting = (...lines: string[]): Trust => ({ keys: parseTrustFile(lines.join('\n')), fault: null });
const pinned = (person: Person, line: string) => `${emailOf(person)} namespaces="one-roof" ${line}`;

describeOnEachPostgres('what people do about requests', (server) => {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));

  const seated = async (options: Parameters<typeof Council.seat>[1] = {}) => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    await db.declare('production');
    const people = await Council.seat(db, options);
    const act = <Result>(person: Person, work: (session: ProductionSession, user: string) => Promise<Result>) =>
      db.writeProduction(async (session) => {
        const user = people.ids[person];
        const isAi = person === 'assistant';
        await actAsPerson(
          session,
          isAi ? { user, token: `token-${person}` } : { user, session: `session-${person}` },
          'request.test',
          'a test',
        );
        return work(session, user);
      });
    const seen = (code: string, trust = NO_TRUST) =>
      db.read((session) => requestDetail(session, { code }, OPERATOR, trust));
    const file = (code: string, more: Record<string, unknown> = {}, person: Person = 'clerk') =>
      act(person, async (session, user) => {
        const release = { subject: `release:${code}`, packet_tree_sha256: '1'.repeat(64), plan_digest: '2'.repeat(64) };
        await draftStandIn(db, { release: code, packet: release.packet_tree_sha256, plan: release.plan_digest });
        const asked = {
          code,
          title: `Request ${code}`,
          action: 'modify',
          priority: 'normal',
          proposed_action: {},
          evidence: {},
          ...release,
          ...more,
        };
        return createRequest(session, asked as Parameters<typeof createRequest>[1], user, 'test');
      });
    /** These keys, and those of everybody who voted. */
    const withVoters = (...lines: string[]): Trust => ({
      keys: [...people.trust.keys, ...trusting(...lines).keys],
      fault: null,
    });
    const unsigned = (at = new Date()) => ({ nonce: null, signed: at });
    const signing = async (
      session: ProductionSession,
      code: string,
      user: string,
      digest?: string,
      planned: PlannedAct = SIGN,
    ) => {
      await countVerified(session, people.trust, [code]);
      return prepareSigning(session, { code, user, planned, digest: digest ?? (await seen(code)).revision_digest });
    };
    const cast = async (code: string, person: Person, choice: 'approve' | 'reject' = 'approve') => {
      await act(person, async (session, user) => {
        const about = await signing(session, code, user, undefined, { act: 'vote', choice, rationale: 'because' });
        const statement = statementOf(about, unsigned());
        const proven = sshProof(about, { statement, signature: people.keyOf(person).sign(statement) });
        await requireProof(about, proven, people.trust);
        await vote(session, about, proven, 'test');
      });
    };
    const approve = async (code: string) => {
      for (const person of ['council-1', 'assistant', 'president'] as const) await cast(code, person);
    };
    const keep = async (session: ProductionSession, about: Signing, proof: Proven, trust: Trust) => {
      await requireProof(about, proof, trust);
      await keepSignature(session, about, proof, { ip: null, createdBy: 'test' });
    };
    return { db, people, act, seen, file, cast, approve, signing, keep, withVoters, unsigned };
  };
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('a passkey: enrolled, signs, opens the gate once it is pinned, and not any more when a byte of what it signed changes', async () => {
    const { db, act, seen, file, approve, signing, keep, withVoters } = await seated();
    const device = new SoftAuthenticator('ES256', ORIGIN);
    await file('APR-1');
    await approve('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });

    expect(
      await refusal(
        act('president', async (session, user) => beginPasskey(session, await signing(session, 'APR-1', user), PARTY)),
      ),
    ).toMatch(/no passkey to sign with/);
    const begun = await act('president', (session, user) => beginEnrolment(session, user, PARTY));
    const response = device.register(begun.options as never);
    const sent = { nonce: begun.nonce, label: 'Key', response, possession: device.assert(begun.possession as never) };
    expect(await refusal(act('clerk', (session, user) => enrol(session, user, sent, PARTY, NO_TRUST)))).toMatch(
      /^OR057 .*somebody else's/,
    );
    const stolen = device.register(begun.options as never, { origin: 'http://localhost:9999' });
    expect(
      await refusal(
        act('president', (session, user) => enrol(session, user, { ...sent, response: stolen }, PARTY, NO_TRUST)),
      ),
    ).toMatch(/not enrolled/);
    await act('president', (session, user) => enrol(session, user, sent, PARTY, NO_TRUST));
    expect(await refusal(act('president', (session, user) => enrol(session, user, sent, PARTY, NO_TRUST)))).toMatch(
      /^OR057 .*answered before/,
    );
    const passkey = await act('president', (session, user) => onePasskey(session, user, device.id));
    const line = wirePasskey(passkey, NO_TRUST).trust_line;
    expect(wirePasskey(passkey, trusting(line)).pinned).toBe(true);

    const begin = () =>
      act('president', async (session, user) => beginPasskey(session, await signing(session, 'APR-1', user), PARTY));
    const sign = (nonce: string, answer: ReturnType<typeof device.assert>) =>
      act('president', async (session, user) => {
        const about = await signing(session, 'APR-1', user);
        await keep(session, about, await passkeyProof(session, about, PARTY, { nonce, response: answer }), NO_TRUST);
      });
    const challenge = await begin();
    const options = challenge.options as { challenge: string };
    for (const [behaviour, why] of [
      [{ challenge: 'AAAA' }, 'another digest'],
      [{ userVerified: false }, 'nobody verified'],
      [{ origin: 'http://evil.example' }, 'another origin'],
      [{ signedBy: new SoftAuthenticator('ES256', ORIGIN) }, 'another key'],
    ] as const) {
      expect(await refusal(sign(challenge.nonce ?? '', device.assert(options, behaviour))), why).toMatch(
        /ONE_ROOF_GUARD_REFUSED .*does not verify/,
      );
    }
    const answer = device.assert(options);
    await sign(challenge.nonce ?? '', answer);
    expect(await refusal(sign(challenge.nonce ?? '', answer))).toMatch(/no such challenge/);

    const unknown = await db.read((session) => evaluateGate(session));
    expect(unknown).toMatchObject({
      verdict: 'BLOCKED',
      blockers: ['ospa<1', 'key_unpinned', 'not_rehearsed'],
      ospa: 0,
    });
    expect(unknown.conditions.find(({ blocker }) => blocker === 'key_unpinned')?.fix).toContain('ONE_ROOF_TRUST_FILE');
    const others = withVoters(pinned('council-3', makeSecurityKey('ed25519').line));
    expect(
      (await db.read((session) => evaluateGate(session, others))).conditions.find(
        ({ blocker }) => blocker === 'key_unpinned',
      )?.fix,
    ).toContain(line);
    const gate = () => db.read((session) => evaluateGate(session, withVoters(line)));
    expect(await gate()).toMatchObject({ verdict: 'READY', blockers: [], ospa: 1 });
    expect(await seen('APR-1', withVoters(line))).toMatchObject({ signatures: 1, missing: [] });
    const bundle = await db.read((session) => makeRequestBundle(session, 'APR-1', OPERATOR, null, withVoters(line)));
    expect(await verifyRequestBundle(JSON.parse(JSON.stringify(bundle)), new Date(), withVoters(line))).toMatchObject({
      verdict: 'GO',
    });

    // Somebody with all rights changes what was signed, past the guards.
    const forge = (change: string) =>
      db.sqlAsSuperuser(`alter table one_roof.governance_signature disable trigger trg_signature_append_only; ${change};
        alter table one_roof.governance_signature enable always trigger trg_signature_append_only`);
    await forge(`update one_roof.governance_signature set meaning = 'I authorise everything.'`);
    expect((await gate()).blockers).toEqual(['ospa<1', 'signature_invalid']);
    await forge(`update one_roof.governance_signature set meaning = '${DEFAULT_MEANING}',
      assertion = jsonb_set(assertion, '{signature}', to_jsonb('A' || substr(assertion ->> 'signature', 2)))`);
    expect((await gate()).blockers).toEqual(['ospa<1', 'signature_invalid']);

    await act('president', (session, user) => revokePasskey(session, user, device.id));
    expect(await refusal(begin())).toMatch(/no passkey to sign with/);
    expect(await refusal(act('president', (session, user) => revokePasskey(session, user, device.id)))).toMatch(
      /NOT_FOUND/,
    );
  });

  it('a run permit by a key that is not pinned is refused, where other acts wait until it is', async () => {
    const { people, act, file, signing } = await seated();
    await file('APR-1');
    const by = (planned: PlannedAct) =>
      act('council-1', async (session, user) => {
        const about = await signing(session, 'APR-1', user, undefined, planned);
        const statement = statementOf(about, { nonce: null, signed: new Date() });
        await requireProof(about, sshProof(about, { statement, signature: stranger.sign(statement) }), people.trust);
      });
    const stranger = makeSecurityKey('ed25519');
    people.keyOf('council-1');
    await by({ act: 'vote', choice: 'approve', rationale: 'because' });
    const permit = {
      act: 'permit',
      covers: permitCovers('APR-1', 'operator:x', new Date(Date.now() + 60_000).toISOString()),
    } as const;
    const { extensions } = (await rejectionOf(by(permit))) as unknown as { extensions: { problem: string } };
    expect(extensions.problem).toBe('key_unpinned');
  });

  it('an SSH key signs what the statement says, for whom it says; what people ratified is then carried out, once', async () => {
    const { db, people, act, seen, file, approve, signing, keep, withVoters, unsigned } = await seated();
    const key = people.keyOf('president');
    const trust = () => withVoters();
    const policy = { profile: 'two_person', methods: ['ssh'], cooling_hours: 24 };
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: undefined,
      plan_digest: undefined,
    };
    await file('APR-1', { ...asked, proposed_action: { policy } });
    await approve('APR-1');
    const sign = (code: string, signed: (statement: string) => string, digest?: string) =>
      act('president', async (session, user) => {
        const about = await signing(session, code, user, digest);
        const statement = statementOf(about, unsigned());
        await keep(session, about, sshProof(about, { statement, signature: signed(statement) }), trust());
      });
    const apply = (code: string, by = trust()) =>
      db.writeProduction((session) =>
        applyRequest(session, code, { actor: 'operator:test', actorKind: 'operator', reason: 'test' }, by),
      );

    expect(await refusal(apply('APR-1'))).toMatch(/ONE_ROOF_GATE_BLOCKED .*no signature counts/);
    expect(await refusal(sign('APR-1', (statement) => key.sign(statement.replace('policy', 'other'), 'git')))).toMatch(
      /does not verify/,
    );
    expect(await refusal(sign('APR-1', () => key.sign('something else')))).toMatch(/does not verify/);
    expect(await refusal(sign('APR-1', () => 'no signature'))).toMatch(/does not verify/);
    const other = {
      method: 'ssh',
      statement: 'something else',
      publicKey: key.line,
      assertion: { signature: key.sign('something else') },
      reauthentication: null,
    } as const;
    const kept = act('president', async (session, user) =>
      keep(session, await signing(session, 'APR-1', user), other, trust()),
    );
    expect(await refusal(kept)).toMatch(/does not verify/);
    expect(await refusal(sign('APR-1', (statement) => key.sign(statement), '0'.repeat(64)))).toMatch(
      /is not what it was/,
    );
    await sign('APR-1', (statement) => key.sign(statement));
    // The database counts it; the key is not pinned.
    expect(await refusal(apply('APR-1', NO_TRUST))).toMatch(/ONE_ROOF_GATE_BLOCKED/);
    await apply('APR-1');
    expect(await seen('APR-1')).toMatchObject({ status: 'applied', profile: 'two_person' });
    expect(await refusal(apply('APR-1'))).toMatch(/^OR053 .*carried out before/);

    // Of what an action without a handler asks for, nothing is carried out: first here, then by the database.
    const change = { change: 'fill', seat: 'council', person: emailOf('council-3'), user: people.ids['council-3'] };
    for (const [code, action, why] of [
      ['APR-2', 'amend_law', /found here|not carried out here/],
      ['APR-3', undefined, /not carried out here/],
      ['APR-4', 'assign_governance_owner', /not carried out here/],
    ] as const) {
      await file(code, {
        ...asked,
        subject: `law:${code}`,
        proposed_action_code: action,
        proposed_action: { seats: [change] },
      });
      expect(await refusal(apply(code)), code).toMatch(why);
      expect(
        await refusal(
          db.sql(`begin; set local search_path = one_roof; select carry_out_delegation('${code}', 'test')`),
        ),
        code,
      ).toMatch(/^OR058 /);
    }
    const { extensions } = (await rejectionOf(apply('APR-4'))) as unknown as { extensions: { fix: string } };
    expect(extensions.fix).toContain('one-roof release apply');
  });

  it('a vote or signature that is sent again is told so in a sentence, also where its key is not pinned yet', async () => {
    const { people, act, seen, file, approve, signing, keep, unsigned } = await seated();
    const again = async (send: () => Promise<unknown>) => {
      await send();
      const { message, extensions } = await rejectionOf(send());
      const { expected, found, fix } = extensions as ErrorDetail;
      return [message, expected, found, fix].join(' | ');
    };
    await file('APR-1');
    const { revision_digest: digest } = await seen('APR-1');
    const voting = await act('council-1', (session, user) =>
      signing(session, 'APR-1', user, digest, { act: 'vote', choice: 'approve', rationale: 'because' }),
    );
    const by = (about: Signing) => {
      const statement = statementOf(about, unsigned());
      return sshProof(about, { statement, signature: people.keyOf('clerk').sign(statement) });
    };
    const proof = by(voting);
    expect(
      await again(() =>
        act('council-1', async (session) => {
          await countVerified(session, people.trust, ['APR-1']);
          await vote(session, voting, proof, 'test');
        }),
      ),
    ).toMatch(
      /^The vote on APR-1 is there already \| one vote of a person .* \| the same vote, with the same proof, .* \| .*request show APR-1/,
    );
    await approve('APR-1');
    const about = await act('president', (session, user) => signing(session, 'APR-1', user));
    const signed = by(about);
    expect(
      await again(() =>
        act('president', async (session) => {
          await countVerified(session, people.trust, ['APR-1']);
          await keep(session, about, signed, NO_TRUST);
        }),
      ),
    ).toMatch(
      /^The signature on APR-1 is there already \| one signature of a person .* \| the same signature, .* \| .*request show APR-1/,
    );
  });

  it('a password: five tries in a quarter of an hour, one for each challenge; a right one signs', async () => {
    const { db, people, act, seen, file, signing, keep } = await seated({ profile: 'two_person' });
    await file('APR-1');
    await people.confirm('APR-1', 'clerk');
    const begin = () =>
      act('president', async (session, user) => beginPassword(session, await signing(session, 'APR-1', user)));
    const tried = async (nonce: string, password: string) => {
      await act('president', (session, user) => beginTry(session, nonce, user));
      return act('president', async (session, user) => {
        const about = await signing(session, 'APR-1', user);
        const proof = await passwordProof(
          session,
          about,
          { nonce },
          { ok: password === 'right', why: 'INVALID_CREDENTIALS' },
        );
        if (proof instanceof Error) return proof.message;
        await keep(session, about, proof, people.trust);
        return 'signed';
      });
    };
    const nonces: string[] = [];
    for (let n = 0; n < 5; n += 1) nonces.push((await begin()).nonce ?? '');
    expect(await refusal(begin())).toMatch(/ONE_ROOF_TOO_MANY_TRIES/);
    const [first = '', second = '', third = '', fourth = ''] = nonces;
    // Of many who try one challenge at once, one does: what the others say is not even asked.
    const atOnce = await Promise.allSettled(
      [1, 2, 3].map(() => act('president', (session, user) => beginTry(session, fourth, user))),
    );
    expect(atOnce.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(
      await refusal(
        db.sql(
          `update one_roof.governance_signature_challenge set tried_at = clock_timestamp() where nonce = '${fourth}'`,
        ),
      ),
    ).toMatch(/OR003/);
    expect(
      await refusal(
        db.sql(`update one_roof.governance_signature_challenge set tried_at = null where nonce = '${fourth}'`),
      ),
    ).toMatch(/^OR003 /);
    expect(await refusal(act('council-1', (session, user) => beginTry(session, third, user)))).toMatch(
      /no such challenge/,
    );
    expect(await tried(first, 'wrong')).toMatch(/does not take this password/);
    expect(await refusal(tried(first, 'right'))).toMatch(/no such challenge/);
    expect(await tried(second, 'right')).toBe('signed');
    expect(await seen('APR-1', people.trust)).toMatchObject({
      signatures: 1,
      signature_list: [{ method: 'password', problem: null }],
    });
  });

  it('filed, confirmed, superseded, withdrawn by whoever proposed it; what is wrong says so', async () => {
    const { db, people, act, seen, file, cast, approve } = await seated();
    await file('APR-1');
    expect(await rejectionOf(file('APR-1'))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      message: 'Request APR-1 is there already',
      extensions: { expected: 'a code that no request has', found: 'APR-1' },
    });
    expect(await refusal(file('APR-9', { subject: 'NOT A SUBJECT' }))).toMatch(/BAD_REQUEST/);
    expect(await refusal(file('APR-9', { packet_tree_sha256: undefined }))).toMatch(
      /^OR063 .*expected packet_tree_sha256 .*found none/,
    );
    await file('APR-2', { subject: 'release:APR-1' });
    for (const code of ['APR-1', 'APR-2']) await approve(code);
    expect((await seen('APR-1', people.trust)).missing[0]?.who).toEqual([emailOf('clerk')]);
    await act('clerk', (session) => supersedeRequest(session, 'APR-1', 'APR-2'));
    expect((await seen('APR-1')).status).toBe('superseded');
    expect(await refusal(cast('APR-1', 'council-2'))).toMatch(/^OR053 .*superseded/);
    expect(await refusal(act('president', (session) => withdrawRequest(session, 'APR-2', 'no')))).toMatch(/^OR052 /);
    await act('clerk', (session) => withdrawRequest(session, 'APR-2', 'no'));
    expect(await seen('APR-2')).toMatchObject({ status: 'withdrawn', withdrawn_reason: 'no' });
    expect(await refusal(act('clerk', (session) => withdrawRequest(session, 'APR-7', 'no')))).toMatch(/NOT_FOUND/);

    await db.writeProduction(async (session) => {
      await session.query(`select set_config('one_roof.reason', 'test', true)`);
      const asked = {
        code: 'APR-3',
        subject: 'law',
        title: 'x',
        action: 'review',
        priority: 'low',
        proposed_action: {},
        evidence: {},
      } as const;
      await createRequest(session, asked, people.ids.clerk, 'operator:test');
    });
    expect(await seen('APR-3')).toMatchObject({ confirmed_at: null, priority: 'low' });
    await act('clerk', (session) => confirmRequest(session, 'APR-3'));
    expect((await seen('APR-3')).confirmed_at).not.toBeNull();
  });
});
