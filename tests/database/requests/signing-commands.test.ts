import { expect, it } from 'vitest';
import { DEFAULT_MEANING } from '../../../src/contract/answers/ratification.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { PlannedAct } from '../../../src/governance/ratification/person-statement.ts';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { OPERATOR } from '../../../src/governance/ratification/request-reader.ts';
import { requireProof, sshProof } from '../../../src/governance/ratification/commands/prove-act.ts';
import {
  beginEnrolment,
  enrol,
  onePasskey,
  revokePasskey,
} from '../../../src/governance/ratification/commands/passkeys.ts';
import { beginPasskey, passkeyProof } from '../../../src/governance/ratification/commands/sign-with-passkey.ts';
import { statementOf } from '../../../src/governance/ratification/commands/signing.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { wirePasskey } from '../../../src/governance/ratification/council/own-passkeys.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import { emailOf } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { pinned, requestCommands, trusting } from '../../harness/councils/request-commands.ts';

const ORIGIN = 'http://localhost:8055';
const PARTY = { id: 'localhost', origin: ORIGIN };
const NO_TRUST = readTrust(null);

describeOnEachPostgres('what people sign about requests', (server) => {
  const seated = requestCommands(server);
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
    expect(await refusal(sign('APR-1', (statement) => key.sign(statement), '0'.repeat(64)))).toMatch(/has changed/);
    await sign('APR-1', (statement) => key.sign(statement));
    // The database counts it; the key is not pinned.
    expect(await refusal(apply('APR-1', NO_TRUST))).toMatch(/ONE_ROOF_GATE_BLOCKED/);
    await apply('APR-1');
    expect(await seen('APR-1')).toMatchObject({ status: 'applied', profile: 'two_person' });
    expect(await refusal(apply('APR-1'))).toMatch(/^OR053 .*applied before/);

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
        await refusal(db.sql(`begin; set local search_path = one_roof; select apply_delegation('${code}', 'test')`)),
        code,
      ).toMatch(/^OR058 /);
    }
    const { extensions } = (await rejectionOf(apply('APR-4'))) as unknown as { extensions: { fix: string } };
    expect(extensions.fix).toContain('one-roof release apply');
  });
});
