import { describe, expect, inject, it } from 'vitest';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { OPERATOR as ASKER } from '../../../src/governance/ratification/request-reader.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import type { Person } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { judged, leaves, NO, policyTo, trustFileOf, verified, VOTERS, YES } from '../../harness/councils/verdicts.ts';

// Whether acts that verify ratified a request is one fact, behind two doors: the gate (and `release verify`), and `request verify`, in the
// database or offline by a bundle. The gate is the measure.

const NOTHING_VERIFIES = `set local one_roof.verified = 'only'`;

describe('request verify and the gate', { timeout: 60_000 }, () => {
  const seated = seatedCouncils(inject('postgres15'));
  /** A request about a release, and what is said of it. */
  const council = async (options: Parameters<typeof seated>[0] = {}, filer: Person = 'clerk') => {
    const { db, people } = await seated(options);
    await people.request('REL-1', {}, filer);
    await standInRelease(db, { release: 'REL-1', request: 'REL-1' });
    const trustFile = trustFileOf(people);
    const forger = makeSecurityKey('ed25519');
    /** A vote in the name of somebody: by a key of the forger, or with other words than were signed. */
    const junkVote = async (person: Person, { choice = 'approve', tampered = false, code = 'REL-1' }: Junk = {}) => {
      const { statement } = await people.signed(code, person, { act: 'vote', choice, rationale: 'because' });
      const forged = { statement, public_key: forger.line, assertion: { signature: forger.sign(statement) } };
      const more = tampered ? { ...forged, statement: `${statement}x` } : forged;
      await people.as(person, NOTHING_VERIFIES, await people.voteStatement(code, person, choice, undefined, more));
    };
    const ratify = async (code = 'REL-1') => {
      // What is there already, and does not verify, keeps nobody from voting.
      for (const person of VOTERS) await people.as(person, NOTHING_VERIFIES, await people.voteStatement(code, person));
      const { statement, signature, key } = await people.signed(code, 'president', {
        act: 'sign',
        meaning: 'I ratify this',
      });
      await people.as(
        'president',
        await verifiedNow(),
        people.signature(code, 'president', { statement, key, assertion: { signature } }),
      );
    };
    /** As everybody who signs does: only what Node has verified counts. */
    const verifiedNow = () =>
      db.read(async (session) => {
        await countVerified(session, readTrust(trustFile));
        const { rows } = await session.query(`select current_setting('one_roof.verified') as verified`);
        return `set local one_roof.verified = '${String(rows[0]?.['verified'])}'`;
      });
    return { db, people, trustFile, forger, junkVote, ratify, said: () => judged(db, { release: 'REL-1' }, trustFile) };
  };
  interface Junk {
    choice?: 'approve' | 'reject';
    tampered?: boolean;
    code?: string;
  }

  it('agree where nothing happened yet, and where everything did', async () => {
    const { people, said, ratify, db, trustFile } = await council();
    expect(await said()).toEqual(NO);
    await ratify();
    expect(await said()).toEqual(YES);
    // Keys that are not trusted prove nothing to anybody.
    expect(await judged(db, { release: 'REL-1' }, trustFileOf(people, ['president', 'council-1']))).toEqual(NO);
    expect(await judged(db, { release: 'REL-1' }, trustFileOf(people, ['council-2', 'council-1']))).toEqual(NO);
    expect(await judged(db, { release: 'REL-1' }, trustFile)).toEqual(YES);
    // Offline they prove nothing to whoever does not trust them, whatever the server said.
    const bundle = await db.read((session) => makeRequestBundle(session, 'REL-1', ASKER, trustFile));
    for (const trusted of [VOTERS.slice(0, 2), VOTERS.slice(1)]) {
      const trust = readTrust(trustFileOf(people, trusted));
      expect(await verifyRequestBundle(JSON.parse(JSON.stringify(bundle)), new Date(), trust)).toMatchObject({
        verdict: 'NO-GO',
      });
    }
  });

  it('agree about whose signed word two people want: the confirmation of who filed it, which nobody else gives', async () => {
    const { people, forger, said, db } = await council({ profile: 'two_person' }, 'council-1');
    const { statement } = await people.signed('REL-1', 'council-1', { act: 'confirm' });
    const confirmation = (signature: string) =>
      people.as('council-1', NOTHING_VERIFIES, [
        `insert into governance_confirmation
           (request_code, revision, revision_digest, signer, signer_user, method, statement, public_key, assertion, created_by)
         select code, revision, revision_digest, '', proposer_user, 'ssh', $1, $2, $3, 'x' from approval_requests`,
        [statement, forger.line, JSON.stringify({ signature })],
      ]);
    await confirmation(forger.sign(statement));
    const signed = await people.signed('REL-1', 'president', { act: 'sign', meaning: 'I ratify this' });
    const proof = { statement: signed.statement, key: signed.key, assertion: { signature: signed.signature } };
    await people.as('president', people.signature('REL-1', 'president', proof));
    expect(await said()).toEqual(NO);
    await people.confirm('REL-1', 'council-1', NOTHING_VERIFIES);
    expect(await said()).toEqual(YES);
    await db.sqlAsSuperuser(`update directus_users set status = 'suspended' where id = '${people.ids.president}'`);
    expect(await said()).toEqual(NO);
  });

  it('agree where a session proves it, but for whoever does not trust the server', async () => {
    const { people, said } = await council({ profile: 'two_person', voteProof: 'session' }, 'council-1');
    expect(await said()).toEqual(NO);
    await people.signWithKey('REL-1', 'president');
    expect(await said()).toEqual({ ...YES, offline: false });
  });

  it('agree about votes by keys of others: they count for nothing, and keep nobody from anything', async () => {
    const { said, junkVote, ratify } = await council();
    for (const person of VOTERS) await junkVote(person);
    expect(await said()).toEqual(NO);
    await junkVote('council-1', { choice: 'reject' });
    await junkVote('council-2', { choice: 'reject' });
    expect(await said()).toEqual(NO);
    await ratify();
    expect(await said()).toEqual(YES);
  });

  it('agree about acts that were tampered with: on this request, and on another about the same packet', async () => {
    const { said, junkVote, ratify } = await council();
    await ratify();
    await junkVote('council-1', { tampered: true });
    expect(await said()).toEqual(NO);

    const other = await council();
    await other.ratify();
    await other.people.request('APR-2', { subject: 'release:REL-1' });
    // Somebody asked for the same, which nobody decided: that stands in nobody's way.
    expect(await other.said()).toEqual(YES);
    await other.junkVote('council-1', { code: 'APR-2' });
    expect(await other.said()).toEqual(YES);
    await other.junkVote('council-1', { tampered: true, code: 'APR-2' });
    expect(await other.said()).toEqual(NO);
  });

  it('agree about what was signed for another digest, another database or another request', async () => {
    for (const line of ['digest', 'environment', 'request'] as const) {
      const { people, said } = await council();
      await people.approve('REL-1');
      const { statement, key } = await people.signed('REL-1', 'president', { act: 'sign', meaning: 'I ratify this' });
      const other = statement.replace(
        new RegExp(`\n${line}: .`),
        (found) => found.slice(0, -1) + (found.endsWith('0') ? '1' : '0'),
      );
      const assertion = { signature: people.keyOf('president').sign(other) };
      await people.as('president', people.signature('REL-1', 'president', { statement: other, key, assertion }));
      expect(await said(), line).toEqual(NO);
    }
  });

  it('agree about voters who left, and signers', async () => {
    for (const [person, change] of [
      ['council-1', `status = 'suspended'`],
      ['president', `status = 'suspended'`],
      ['council-2', `role = null`],
      ['council-2', `password = 'another'`],
    ] as const) {
      const { db, people, said, ratify } = await council();
      await ratify();
      await db.sqlAsSuperuser(`update directus_users set ${change} where id = '${people.ids[person]}'`);
      const { gate, online, offline } = await said();
      expect([online, offline], `${person}: ${change}`).toEqual([gate, gate]);
    }
    const { db, people, said, ratify } = await council();
    await ratify();
    await db.sqlAsSuperuser(`alter table one_roof.governance_seat disable trigger user;
      update one_roof.governance_seat set vacated_at = now(), vacated_ref = 'BOOTSTRAP' where user_id = '${people.ids['council-1']}'`);
    expect(await said()).toEqual(NO);
  });

  it('agree about seats and policies that nobody ratified', async () => {
    const { db, people, said, ratify, trustFile } = await council();
    await ratify();
    await people.request('APR-P', { subject: 'policy', ...policyTo('two_person') });
    for (const person of VOTERS) await people.vote('APR-P', person);
    await people.signWithKey('APR-P', 'president');
    expect(await verified(db, 'APR-P', trustFile)).toMatchObject({ online: true, offline: true });
    await db.sqlAsSuperuser(`alter table one_roof.governance_seat disable trigger user;
      insert into one_roof.governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
        select 'council', 'council-3@example.com', '${people.ids['council-3']}', role, 'APR-P', 'x'
        from directus_users where id = '${people.ids['council-3']}'`);
    expect(await said()).toEqual(NO);
    // Nothing is carried out by rules that nobody ratified.
    expect(await verified(db, 'APR-P', trustFile)).toMatchObject({ online: false, offline: false });
  });

  it('agree about a release whose request is another one', async () => {
    const { db, people, said, trustFile, ratify } = await council();
    await ratify();
    await people.as(
      'clerk',
      `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'REL-1'`,
    );
    expect(await said()).toEqual(NO);
    await people.request('APR-2', { subject: 'release:REL-1' });
    await db.sql(`update one_roof.governance_release set request_code = 'APR-2'`);
    await ratify('APR-2');
    expect(await judged(db, { release: 'REL-1', code: 'APR-2' }, trustFile)).toEqual(YES);
    expect(await verified(db, 'REL-1', trustFile)).toMatchObject({ online: false, offline: false });
  });

  it('a request that was carried out is judged by the policy and the seats of then', async () => {
    const { db, people } = await seated();
    const trustFile = trustFileOf(people);
    const carryOut = async (code: string, voters: readonly Person[]) => {
      for (const person of voters) await people.vote(code, person);
      await people.signWithKey(code, 'president');
      const by = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
      await db.writeProduction((session) => applyRequest(session, code, by, readTrust(trustFile)));
    };
    await people.request('APR-1', { subject: 'policy', ...policyTo('two_person') });
    await carryOut('APR-1', VOTERS);
    const said = async () => {
      const { online, offline, told } = await verified(db, 'APR-1', trustFile);
      return online && offline ? 'GO' : told;
    };
    expect(await said()).toBe('GO');
    await people.request('APR-2', { subject: 'seats', ...leaves('council-2', people) });
    await people.confirm('APR-2', 'clerk');
    await carryOut('APR-2', []);
    expect(await said()).toBe('GO');
    await db.sqlAsSuperuser(`update directus_users set status = 'suspended' where id = '${people.ids['council-1']}'`);
    // Somebody asks for another policy.
    await people.request('APR-3', { subject: 'policy', ...policyTo('council') });
    expect(await said()).toBe('GO');
    const [row] = await db.sql(`select (one_roof.ratified_standing('APR-1')).ok, one_roof.unratified_rules() as rules`);
    expect(row).toEqual({ ok: true, rules: null });
  });
});
