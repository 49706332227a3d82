import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestBundle } from '../../../src/governance/ratification/request-bundle.ts';
import { printStatement } from '../../../src/governance/ratification/statement.ts';
import type { Statement } from '../../../src/governance/ratification/statement.ts';
import { parseTrustFile } from '../../../src/governance/ratification/trust-file.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/verify-request-bundle.ts';
import { makeSecurityKey } from '../../harness/ssh-keys.ts';

const NOW = new Date('2030-06-01T12:00:00Z');
const EXPIRES = '2030-06-02T00:00:00.123456Z';
const KEY = makeSecurityKey('ecdsa');
const KEYS = { president: KEY, one: makeSecurityKey('ed25519'), two: makeSecurityKey('ed25519') };

const USERS = { president: randomUUID(), one: randomUUID(), two: randomUUID(), clerk: randomUUID() };
const CONTENT = {
  code: 'APR-1',
  revision: 1,
  subject: 'release:REL-1',
  action: 'modify',
  proposed_action_code: 'assign_governance_owner',
  risk_level: 'high',
  title: 'First release',
  packet_tree_sha256: 'ab'.repeat(32),
  plan_digest: 'cd'.repeat(32),
  proposer: 'clerk@x',
  expires_at: EXPIRES,
};

/** A bundle in which everything is as it should be; `content` is what people decided about. */
function bundleOf(content: typeof CONTENT = CONTENT): RequestBundle {
  const text = JSON.stringify(content, null, 4);
  const digest = createHash('sha256').update(text).digest('hex');
  const { risk_level: _, expires_at: __, ...named } = content;
  const said = (signer: string, more: Partial<Statement> = {}) =>
    printStatement({
      act: 'sign',
      request: content.code,
      revision: content.revision,
      digest,
      packet: content.packet_tree_sha256,
      plan: content.plan_digest,
      environment: 'none/1',
      choice: null,
      rationale: null,
      covers: null,
      signer,
      meaning: 'I authorise this release.',
      nonce: null,
      signed: '2030-06-01T09:00:00.000Z',
      expires: new Date(EXPIRES).toISOString(),
      ...more,
    });
  const statement = said('president@x');
  const vote = (person: keyof typeof KEYS, seat: 'president' | 'council') => {
    const rationale = 'It was rehearsed.';
    const voted = said(`${person}@x`, { act: 'vote', choice: 'approve', rationale: createHash('sha256').update(rationale).digest('hex') });
    return {
      revision: 1,
      revision_digest: digest,
      method: 'ssh',
      statement: voted,
      public_key: KEYS[person].line,
      assertion: { signature: KEYS[person].sign(voted) },
      approver: `${person}@x`,
      approver_user: USERS[person],
      approver_type: 'human' as const,
      seat,
      decision: 'approve' as const,
      rationale,
      signed_at: '2030-06-01T10:00:00Z',
      problem: null,
    };
  };
  const seat = (person: keyof typeof USERS, name: 'president' | 'council') => ({
    seat: name,
    person: `${person}@x`,
    user_id: USERS[person],
    since: '2030-01-01T00:00:00Z',
    vacated_at: null,
  });
  return {
    format: 'one-roof-request-bundle/2',
    generated_at: NOW.toISOString(),
    database: 'directus',
    environment: 'none/1',
    requests: [
      { ...named, revision_content: text, revision_digest: digest, proposer_user: USERS.clerk, expires_at: EXPIRES, status: 'approved' },
    ],
    policy: { profile: 'council', methods: ['ssh', 'password'], cooling_hours: 72, approval_ref: 'BOOTSTRAP' },
    quorum: { risk_level: 'high', president_votes: 1, council_votes: 2, any_votes: 0, signing_seats: ['president'] },
    seats: [seat('president', 'president'), seat('one', 'council'), seat('two', 'council')],
    votes: [vote('president', 'president'), vote('one', 'council'), vote('two', 'council')],
    signatures: [
      {
        signer: 'president@x',
        signer_user: USERS.president,
        method: 'ssh',
        meaning: 'I authorise this release.',
        signed_at: '2030-06-01T11:00:00Z',
        public_key: KEY.line,
        assertion: { signature: KEY.sign(statement) },
        statement,
        problem: null,
      },
    ],
    trust: Object.entries(KEYS)
      .map(([person, key]) => `${person}@x namespaces="one-roof" ${key.line}\n`)
      .join(''),
    ledger_head: { seq: 42, hash: 'ef'.repeat(32) },
    baseline: [{ name: 'owner rows', expected: '0', found: '0' }],
    residue: [{ name: 'open grants', expected: '0', found: '0' }],
  };
}

/** The trust file of whoever asks, which names the key of the president. */
const GIVEN = { keys: parseTrustFile(bundleOf().trust), fault: null };

/** The checks that fail, and the words of the first. */
async function failures(bundle: unknown, trust: Parameters<typeof verifyRequestBundle>[2] = GIVEN): Promise<string[]> {
  const { verdict, checks } = await verifyRequestBundle(bundle, NOW, trust);
  const failed = checks.filter(({ ok }) => !ok);
  expect(verdict).toBe(failed.length === 0 ? 'GO' : 'NO-GO');
  return failed.flatMap(({ check, problems }) => problems.map((problem) => `${check} ${problem}`));
}

const changed = (change: (bundle: RequestBundle) => void, content?: Partial<typeof CONTENT>): RequestBundle => {
  const bundle = bundleOf({ ...CONTENT, ...content });
  change(bundle);
  return bundle;
};

describe('a bundle', () => {
  it('is no GO where nobody said whose keys count: V3 is not judged by keys that its maker chose', async () => {
    const judge = async (bundle: RequestBundle) => {
      const { verdict, trust, checks } = await verifyRequestBundle(bundle, NOW);
      return { verdict, trust, v3: checks.find(({ check }) => check === 'V3') };
    };
    expect(await judge(bundleOf())).toMatchObject({
      verdict: 'NO-GO',
      trust: 'none',
      v3: { ok: null, problems: [expect.stringMatching(/^not judged: /)] },
    });
    for (const [trust, problem] of [
      ['', /key_unpinned/],
      ['president@x', /trust_unreadable/],
    ] as const) {
      expect(await judge(changed((b) => (b.trust = trust)))).toMatchObject({
        verdict: 'NO-GO',
        v3: { ok: false, problems: [expect.stringMatching(problem)] },
      });
    }
  });

  it('is GO where everything holds, also when it comes from a file', async () => {
    const bundle: unknown = JSON.parse(JSON.stringify(bundleOf()));
    expect(await verifyRequestBundle(bundle, NOW, GIVEN)).toMatchObject({ verdict: 'GO', trust: 'given' });
    expect(await failures(bundle, { keys: [], fault: null })).toEqual([
      ...['president', 'one', 'two'].map((person) => expect.stringMatching(`^V2 the vote of ${person}@x: key_unpinned`) as string),
      expect.stringMatching(/^V3 the signature of president@x: key_unpinned/),
    ]);
    expect(await failures(changed((b) => ((b.requests[0]!.status = 'applied'), (b.generated_at = '2031-01-01T00:00:00Z'))))).toEqual([]);
  });

  it.each<[RegExp, (bundle: RequestBundle) => unknown, Partial<typeof CONTENT>?]>([
    [/^V1 0 requests/, (b) => (b.requests = [])],
    [/^V1 2 requests/, (b) => b.requests.push(b.requests[0]!)],
    [/^V1 the content of the revision has the digest/, (b) => (b.requests[0]!.revision_content += ' ')],
    [/^V1 its title is another one/, (b) => (b.requests[0]!.title = 'Harmless')],
    [/^V1 its expires_at is another one/, (b) => (b.requests[0]!.expires_at = '2030-06-02T00:00:00.124Z')],
    [/^V1 its risk_level is another one/, (b) => (b.quorum.risk_level = 'low')],
    [/^V1 its action is delete/, () => null, { action: 'delete' }],
    [/^V1 it is pending/, (b) => (b.requests[0]!.status = 'pending')],
    [/^V1 it expired/, (b) => (b.generated_at = '2030-06-03T00:00:00Z')],
    [/^V2 one@x rejected it/, (b) => (b.votes[1]!.decision = 'reject')],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.votes[1]!.decision = 'abstain')],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.votes[1]!.revision_digest = '00'.repeat(32))],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.votes[1]!.problem = 'cooling')],
    [/^V2 president: expected 1 approvals, found 0/, (b) => b.votes.shift()],
    [/^V2 clerk@x proposed it and voted/, (b) => (b.votes[1]!.approver = 'clerk@x')],
    [/^V2 one@x voted without holding the seat/, (b) => (b.seats[1]!.vacated_at = '2030-05-01T00:00:00Z')],
    [/^V2 one@x voted in the seat council, which is not/, (b) => (b.votes[1]!.approver_type = 'ai_council')],
    [/^V2 two@x voted twice/, (b) => (b.votes[2]!.approver_user = USERS.one)],
    [/^V2 the vote of one@x: signature_invalid/, (b) => (b.votes[1]!.assertion = { signature: 'x' })],
    [/^V2 the vote of one@x: statement_mismatch/, (b) => (b.votes[1]!.rationale = 'Another.')],
    [/^V2 the vote of one@x: statement_mismatch/, (b) => (b.environment = 'none/2')],
    [/^V2 the vote of one@x: by a session/, (b) => Object.assign(b.votes[1]!, { method: 'session', statement: null, public_key: null })],
    [/^V3 nobody signed/, (b) => (b.signatures = [])],
    [/^V3 .*: signer_dead/, (b) => (b.signatures[0]!.problem = 'signer_dead')],
    [/^V3 .*: method_not_allowed/, (b) => (b.policy.methods = ['passkey'])],
    [/^V3 .*: own_proposal/, (b) => (b.requests[0]!.proposer_user = USERS.president)],
    [/^V3 .*: not_seated/, (b) => (b.quorum.signing_seats = ['council'])],
    [/^V3 .*: statement_mismatch/, (b) => (b.requests[0]!.packet_tree_sha256 = '00'.repeat(32))],
    [/^V3 .*: signature_invalid/, (b) => (b.signatures[0]!.assertion = { signature: 'x' })],
    [/^V3 .*: by password, which proves nothing/, (b) => Object.assign(b.signatures[0]!, { method: 'password', public_key: null })],
    [/^V4 owner rows: expected 0, found 1/, (b) => (b.baseline[0]!.found = '1')],
    [/^V4 nothing was compared/, (b) => (b.baseline = [])],
    [/^V5 open grants: expected 0, found 2/, (b) => (b.residue[0]!.found = '2')],
    [/^V5 nothing was looked for/, (b) => (b.residue = [])],
  ])('is NO-GO: %s', async (problem, change, content) => {
    expect(await failures(changed((b) => void change(b), content))).toContainEqual(expect.stringMatching(problem));
  });

  it('can be anything without harm', async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc
        .dictionary(fc.constantFrom(...Object.keys(bundleOf())), fc.anything(), { minKeys: 1 })
        .map((parts) => ({ ...bundleOf(), ...parts, requests: [] })),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bundle) => {
        expect(await failures(bundle)).not.toEqual([]);
      }),
    );
  });
});
