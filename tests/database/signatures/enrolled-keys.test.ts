import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import {
  beginKeyConfirmation,
  confirmKey,
  withdrawKeyConfirmation,
} from '../../../src/governance/ratification/commands/confirm-key.ts';
import { revokePasskey } from '../../../src/governance/ratification/commands/passkeys.ts';
import { enrolledKeys } from '../../../src/governance/ratification/council/enrolled-keys.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { emailOf } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { confirmedPairs, NO_FILE, PARTY } from '../../harness/councils/confirmed-pairs.ts';

// `pinning: enrolled`: with two people a key that is enrolled in Directus counts once the other person confirmed it with a signature.

describeOnEachPostgres('keys that the other person confirmed', (server) => {
  const two = confirmedPairs(server);
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('the first two count once each confirmed the other, and confirm further keys from then on', async () => {
    const { db, people, enrolKey, confirm, counting, sign } = await two();
    const [first, second] = [await enrolKey('president'), await enrolKey('council-1')];
    expect(await counting([first, second])).toEqual([false, false]);
    await confirm('president', first, second);
    expect(await counting([first, second])).toEqual([false, false]);
    await confirm('council-1', second, first);
    expect(await counting([first, second])).toEqual([true, true]);
    const third = await enrolKey('president');
    expect(await counting([third])).toEqual([false]);
    await confirm('council-1', second, third);
    expect(await counting([first, second, third])).toEqual([true, true, true]);

    // What they sign opens the gate, which says what that does not stop.
    await people.request('APR-1', {}, 'president');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    await sign('president', first, { act: 'confirm' });
    await sign('council-1', second, { act: 'sign', meaning: 'I ratify this' });
    const gate = await db.read((session) => evaluateGate(session, NO_FILE));
    expect(gate).toMatchObject({ ospa: 1, warnings: ['keys_enrolled'] });
    expect(gate.blockers).not.toContain('key_unpinned');
  });

  it('what an unconfirmed key signs opens nothing, until it is confirmed', async () => {
    const { db, people, enrolKey, confirm, pair, sign } = await two();
    const { 'council-1': other } = await pair();
    const next = await enrolKey('president');
    await people.request('APR-1', {}, 'president');
    await sign('president', next, { act: 'confirm' });
    const acts = async () =>
      (await db.read((session) => countVerified(session, NO_FILE, ['APR-1']))).map(({ problem, fix }) => [
        problem,
        fix,
      ]);
    expect(await acts()).toEqual([
      ['key_unpinned', expect.stringMatching(/the other person confirms it.*one-roof key confirm/)],
    ]);
    await confirm('council-1', other, next);
    expect(await acts()).toEqual([[null, null]]);
  });

  it('nobody confirms a key of their own, nor one of the same human, nor without a seat', async () => {
    const { db, people, enrolKey, confirm, confirmBySsh } = await two();
    const [own, spare, other] = [await enrolKey('president'), await enrolKey('president'), await enrolKey('council-1')];
    expect(await refusal(confirm('president', own, spare))).toMatch(/OR056 .*nobody can confirm a key of their own/);
    expect(await refusal(confirm('president', own, own))).toMatch(/OR056 .*nobody can confirm a key of their own/);
    const clerk = await enrolKey('clerk');
    expect(await refusal(confirm('clerk', clerk, other))).toMatch(/OR056 .*do not hold this seat/);
    await db.sql(`update directus_users set external_identifier = 'x' where id = any ($1)`, [[people.ids.president]]);
    await db.sql(`alter table directus_users drop constraint directus_users_external_identifier_unique`);
    await db.sql(`update directus_users set external_identifier = 'x' where id = any ($1)`, [
      [people.ids['council-1']],
    ]);
    expect(await refusal(confirmBySsh('president', makeSecurityKey('ed25519'), other))).toMatch(/OR056 .*same human/);
  });

  it('a confirmation is of exactly one key, in one database, by the person who signed it', async () => {
    const { db, act, enrolKey, confirm, counting } = await two();
    const [first, second, another] = [
      await enrolKey('president'),
      await enrolKey('council-1'),
      await enrolKey('council-1'),
    ];
    // What was signed about one key does not confirm another.
    const moved = act('president', async (session, user) => {
      const begun = await beginKeyConfirmation(
        session,
        user,
        { credential_id: second.id, method: 'passkey' },
        () => PARTY,
      );
      const proof = {
        method: 'passkey',
        nonce: begun.nonce ?? '',
        response: first.assert(begun.options as never),
      } as const;
      await confirmKey(session, user, another.id, proof, () => PARTY, 'test');
    });
    expect(await refusal(moved)).toMatch(/ONE_ROOF_GUARD_REFUSED .*not confirmed/);
    await confirm('president', first, second);
    await confirm('council-1', second, first);
    // Nor does a row that whoever owns the table moves to it, or makes up.
    await db.sql(`set one_roof.reason = 'x'; alter table one_roof.governance_key_confirmation disable trigger user;
      insert into one_roof.governance_key_confirmation (credential_id, holder, holder_user, signer, signer_user, method, statement, public_key, assertion, expires_at, created_by)
      select '${another.id}', holder, holder_user, signer, signer_user, method, statement, public_key, assertion, expires_at, 'x'
      from one_roof.governance_key_confirmation where credential_id = '${second.id}'`);
    expect(await counting([first, second, another])).toEqual([true, true, false]);
    await db.sql(
      `update one_roof.governance_key_confirmation set statement = replace(statement, 'signer: ', 'signer: x')`,
    );
    expect(await counting([first, second, another])).toEqual([false, false, false]);
  });

  it('an administrator with forged sessions of both makes no second pair, and Directus’s role writes no confirmation', async () => {
    const { db, people, enrolKey, confirm, pair, counting, forgedSession } = await two();
    const real = await pair();
    const tokens = { president: await forgedSession('president'), 'council-1': await forgedSession('council-1') };
    const mine = await enrolKey('president', tokens.president);
    const theirs = await enrolKey('council-1', tokens['council-1']);
    await confirm('president', mine, theirs, tokens.president);
    await confirm('council-1', theirs, mine, tokens['council-1']);
    expect(await counting([mine, theirs])).toEqual([false, false]);
    expect(await counting([real.president, real['council-1']])).toEqual([true, true]);
    // A row without a session, or in the session of somebody else.
    const row = (extra: string) => `set one_roof.reason = 'x'; set search_path = one_roof; ${extra}
      insert into governance_key_confirmation (credential_id, holder, holder_user, signer, signer_user, method, statement, public_key, assertion, expires_at, created_by)
      select credential_id, 'x', user_id, '', '${people.ids.president}', 'passkey', 'x', 'x', '{}', now(), 'x' from governance_credential where credential_id = '${theirs.id}'`;
    expect(await refusal(db.sql(row('')))).toMatch(/OR054 .*found neither/);
    expect(await refusal(db.sql(row(`set one_roof.session = 'session-clerk';`)))).toMatch(
      /OR054 .*somebody else's session/,
    );
    for (const change of [
      'delete from one_roof.governance_key_confirmation',
      `update one_roof.governance_key_confirmation set signer = 'x'`,
    ])
      expect(await refusal(db.sql(`set one_roof.reason = 'x'; ${change}`))).toMatch(/OR003/);
  });

  it('a first pair that is made to look wrong lets nobody’s keys count, and no other pair take its place', async () => {
    const { db, people, enrolKey, confirm, pair, counting } = await two({ council: ['council-1', 'council-2'] });
    const real = await pair();
    const [mine, theirs] = [await enrolKey('president'), await enrolKey('council-2')];
    await confirm('president', mine, theirs);
    await confirm('council-2', theirs, mine);
    await db.sql(`alter table directus_users drop constraint directus_users_external_identifier_unique`);
    await db.sql(`update directus_users set external_identifier = 'x' where id = any ($1)`, [
      [people.ids.president, people.ids['council-1']],
    ]);
    expect(await counting([real.president, real['council-1'], mine, theirs])).toEqual([false, false, false, false]);
  });

  it('one of two cannot ratify by the key of the other one that only the new policy would let count', async () => {
    const { db, people, enrolKey, confirmBySsh, sign } = await two({ pinning: 'file' });
    const policy = { profile: 'two_person', methods: ['passkey', 'ssh'], cooling_hours: 72, pinning: 'enrolled' };
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    await people.request('APR-1', { ...asked, proposed_action: { policy } }, 'president');
    await people.confirm('APR-1', 'president');
    const theirs = await enrolKey('council-1');
    await sign('council-1', theirs, { act: 'sign', meaning: 'I ratify this' }, people.trust);
    await db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.apply_delegation('APR-1', 'x'); commit`);
    await confirmBySsh('president', people.keyOf('president'), theirs);
    expect(
      (await db.read((session) => enrolledKeys(session, { user: null, all: true }, people.trust))).map(
        ({ pinned }) => pinned,
      ),
    ).toEqual([true]);
    expect((await db.read((session) => evaluateGate(session, people.trust))).blockers).toContain('rules_unratified');
  });

  it('a confirmed key counts until it is given up or the confirmation withdrawn', async () => {
    const { db, people, act, enrolKey, confirm, pair, counting } = await two();
    const { president, 'council-1': other } = await pair();
    await people.request('APR-1', {}, 'president');
    const problems = async () =>
      (await db.read((session) => countVerified(session, NO_FILE, ['APR-1']))).map(
        ({ act: { act: name }, problem }) => [name, problem],
      );
    // An SSH key that nobody confirmed.
    await people.confirm('APR-1', 'president');
    expect(await problems()).toEqual([['confirm', 'key_unpinned']]);
    await act('council-1', (session) => withdrawKeyConfirmation(session, people.ids['council-1'], president.id));
    expect(await counting([president, other])).toEqual([false, true]);
    // A withdrawn confirmation is for good; another key is enrolled.
    expect(await refusal(confirm('council-1', other, president))).toMatch(/OR056 .*was withdrawn, which is final/);
    const [next, later] = [await enrolKey('president'), await enrolKey('council-1')];
    await confirm('council-1', other, next);
    expect(await counting([next])).toEqual([true]);
    await act('council-1', (session, user) => revokePasskey(session, user, other.id));
    expect(await counting([next, other])).toEqual([true, null]);
    expect(await refusal(confirm('president', next, other))).toMatch(/NOT_FOUND/);
    await confirm('president', next, later);
    expect(await counting([next, later])).toEqual([true, true]);
    // When it was given up is not the writer's to say.
    const backdated = `set one_roof.reason = 'x'; update one_roof.governance_credential set revoked_at = now() + interval '9 years', revoked_by = 'x'
      where credential_id = '${later.id}'`;
    await db.sql(backdated);
    expect(await counting([later])).toEqual([null]);
    expect((await db.sql('select max(revoked_at) < now() as past from one_roof.governance_credential'))[0]).toEqual({
      past: true,
    });
  });

  it('where the trust file names somebody with a seat, it starts there', async () => {
    const { people, enrolKey, confirm, confirmBySsh, pair, counting } = await two();
    const real = await pair();
    const key = people.keyOf('council-1');
    const file = { keys: parseTrustFile(`${emailOf('council-1')} namespaces="one-roof" ${key.line}`), fault: null };
    expect(await counting([real.president, real['council-1']], file)).toEqual([false, false]);
    const third = await enrolKey('president');
    await confirm('council-1', real['council-1'], third);
    expect(await counting([third], file)).toEqual([false]);
    await confirmBySsh('council-1', key, third);
    expect(await counting([third], file)).toEqual([true]);
    // A file that cannot be used leaves nobody trusted.
    const broken = readTrust('/');
    expect(await counting([third, real.president], broken)).toEqual([false, false]);
  });

  it('a policy that names keys in the file counts no confirmation, and a policy that SQL alone changed counts none for its own change', async () => {
    const { db, people, enrolKey, confirm } = await two({ pinning: 'file' });
    const [first, second] = [await enrolKey('president'), await enrolKey('council-1')];
    expect(await refusal(confirm('president', first, second))).toMatch(/OR056 .*counts only keys of the trust file/);

    // Directus's role carries it out, with acts that are bound and that nobody signed. The keys are of one who was both.
    const policy = { profile: 'two_person', methods: ['passkey', 'ssh'], cooling_hours: 72, pinning: 'enrolled' };
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    await people.request('POL-1', { ...asked, proposed_action: { policy } }, 'president');
    await people.confirm('POL-1', 'president');
    await people.signWithKey('POL-1', 'council-1');
    await db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.apply_delegation('POL-1', 'x'); commit`);
    await confirm('president', first, second);
    await confirm('council-1', second, first);
    const blockers = async (trust: Trust) => (await db.read((session) => evaluateGate(session, trust))).blockers;
    expect(await blockers(NO_FILE)).toContain('rules_unratified');
    expect(await blockers(people.trust)).not.toContain('rules_unratified');
    // It did not begin so: it starts in the trust file.
    const keys = await db.read((session) => enrolledKeys(session, { user: null, all: true }, NO_FILE));
    expect(keys.map(({ pinned }) => pinned)).toEqual([false, false]);
  });

  it('a council has its keys in the trust file: no request and no row says otherwise', async () => {
    const { db, people } = await two();
    const asked = {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      packet_tree_sha256: null,
      plan_digest: null,
    };
    const policy = { profile: 'council', methods: ['passkey'], cooling_hours: 72, pinning: 'enrolled' };
    expect(await refusal(people.request('POL-1', { ...asked, proposed_action: { policy } }, 'president'))).toMatch(
      /OR063 .*keys of a council are named in the trust file/,
    );
    const row = `set one_roof.reason = 'x'; alter table one_roof.governance_policy disable trigger trg_policy_guard;
      insert into one_roof.governance_policy (profile, methods, pinning, approval_ref, created_by) values ('council', '{passkey}', 'enrolled', 'X', 'x')`;
    expect(await refusal(db.sql(row))).toMatch(/23514 .*chk_enrolled_keys/);
  });
});
