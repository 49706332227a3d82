import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestBundle } from '../../../src/governance/ratification/bundle/request-bundle.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { bundleOf, CONTENT, KEYS, NOW, USERS } from '../../harness/councils/request-bundles.ts';

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
      'V2 president: expected 1 approvals, found 0',
      'V2 council: expected 2 approvals, found 0',
      ...['president', 'one', 'two'].map(
        (person) => expect.stringMatching(`^V2 the vote of ${person}@x: key_unpinned`) as string,
      ),
      expect.stringMatching(/^V3 the signature of president@x: key_unpinned/),
    ]);
    expect(
      await failures(
        changed(
          (b) => (
            (b.requests[0]!.status = 'applied'),
            (b.requests[0]!.carried_out = true),
            (b.generated_at = '2031-01-01T00:00:00Z')
          ),
        ),
      ),
    ).toEqual([]);
  });

  it.each<[RegExp, (bundle: RequestBundle) => unknown, Partial<typeof CONTENT>?]>([
    [/^V1 0 requests/, (b) => (b.requests = [])],
    [/^V1 2 requests/, (b) => b.requests.push(b.requests[0]!)],
    [/^V1 the content of the revision has the digest/, (b) => (b.requests[0]!.revision_content += ' ')],
    [/^V1 its title differs/, (b) => (b.requests[0]!.title = 'Harmless')],
    [/^V1 its expires_at differs/, (b) => (b.requests[0]!.expires_at = '2030-06-02T00:00:00.124Z')],
    [/^V1 its risk_level differs/, (b) => (b.quorum.risk_level = 'low')],
    [/^V1 its action is delete/, () => null, { action: 'delete' }],
    [/^V1 it is pending/, (b) => (b.requests[0]!.status = 'pending')],
    [/^V1 it expired/, (b) => (b.generated_at = '2030-06-03T00:00:00Z')],
    [/^V2 the vote of one@x: statement_mismatch/, (b) => (b.acts[1]!.choice = 'abstain')],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.acts[1]!.revision_digest = '00'.repeat(32))],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.acts[1]!.problem = 'cooling')],
    [/^V2 president: expected 1 approvals, found 0/, (b) => b.acts.shift()],
    [/^V2 the vote of one@x: own_proposal/, () => null, { proposer: 'one@x' }],
    [/^V2 the vote of one@x: not_seated as council/, (b) => (b.seats[1]!.vacated_at = '2030-05-01T00:00:00Z')],
    [/^V2 the vote of one@x: the seat council is not for them/, (b) => (b.acts[1]!.approver_type = 'ai_council')],
    [/^V2 council: expected 2 approvals, found 1/, (b) => (b.acts[2] = b.acts[1]!)],
    [/^V2 clerk@x filed it and did not confirm that/, (b) => (b.policy.profile = 'two_person')],
    [
      /^V2 the confirmation of clerk@x: by a session/,
      (b) => (Object.assign(b.policy, { profile: 'two_person', vote_proof: 'session' }), (b.confirmed = true)),
    ],
    [/^V2 the vote of one@x: signature_invalid/, (b) => (b.acts[1]!.assertion = { signature: 'x' })],
    [/^V2 the vote of one@x: statement_mismatch/, (b) => (b.acts[1]!.rationale = 'Another.')],
    [/^V2 the vote of one@x: statement_mismatch/, (b) => (b.environment = 'none/2')],
    [
      /^V2 the vote of one@x: by a session/,
      (b) => Object.assign(b.acts[1]!, { method: 'session', statement: null, public_key: null }),
    ],
    [/^V3 vote of two@x on APR-2: statement_mismatch/, (b) => b.acts.push({ ...b.acts[2]!, request_code: 'APR-2' })],
    [/^V3 nobody signed/, (b) => b.acts.pop()],
    [/^V3 .*: signer_dead/, (b) => (b.acts[3]!.problem = 'signer_dead')],
    [/^V3 .*: method_not_allowed/, (b) => (b.policy.methods = ['passkey'])],
    [/^V3 .*: own_proposal/, (b) => (b.requests[0]!.proposer_user = USERS.president)],
    [/^V3 .*: not_seated/, (b) => (b.quorum.signing_seats = ['council'])],
    [/^V3 .*: statement_mismatch/, (b) => (b.requests[0]!.packet_tree_sha256 = '00'.repeat(32))],
    [/^V3 .*: signature_invalid/, (b) => (b.acts[3]!.assertion = { signature: 'x' })],
    [
      /^V3 .*: by a password, which proves nothing/,
      (b) => Object.assign(b.acts[3]!, { method: 'password', public_key: null }),
    ],
    [/^V3 the database counts what ratified it: expected yes, found no/, (b) => (b.ratified[0]!.found = 'no')],
    [/^V3 nobody asked who ratified it/, (b) => (b.ratified = [])],
    [/^V4 owner rows: expected 0, found 1/, (b) => (b.baseline[0]!.found = '1')],
    [/^V4 nothing was compared/, (b) => (b.baseline = [])],
    [/^V5 open grants: expected 0, found 2/, (b) => (b.residue[0]!.found = '2')],
    [/^V5 nothing was looked for/, (b) => (b.residue = [])],
  ])('is NO-GO: %s', async (problem, change, content) => {
    expect(await failures(changed((b) => void change(b), content))).toContainEqual(expect.stringMatching(problem));
  });

  it('is NO-GO by as many rejections that verify as end a request, until it is carried out', async () => {
    const rejected = 'V2 one@x rejected it';
    const judge = (change: (bundle: RequestBundle) => unknown) => {
      const bundle = bundleOf(CONTENT, 'reject');
      change(bundle);
      return failures(bundle);
    };
    expect(await judge(() => null)).toContain(rejected);
    // The key of who rejected it was not known where the bundle was made.
    expect(await judge((b) => (b.acts[1]!.problem = 'not_verified'))).toContain(rejected);
    for (const change of [
      (b: RequestBundle) => (b.acts[1]!.problem = 'not_seated'),
      (b: RequestBundle) => (b.quorum.rejections = 2),
      (b: RequestBundle) => (b.requests[0]!.carried_out = true),
    ])
      expect(await judge(change)).not.toContain(rejected);
  });

  it('is GO where what does not count is more than enough without it, and where whoever counted then left since', async () => {
    const junk = (b: RequestBundle) =>
      b.acts.unshift({
        ...b.acts[1]!,
        public_key: KEYS.two.line,
        assertion: { signature: KEYS.two.sign(String(b.acts[1]!.statement)) },
      });
    expect(await failures(changed(junk), GIVEN)).toEqual([]);
    expect(await failures(changed((b) => b.acts.forEach((act) => (act.problem = 'not_seated'))))).not.toEqual([]);
    expect(
      await failures(
        changed((b) => {
          b.requests[0]!.carried_out = true;
          b.acts.forEach((act) => (act.problem = 'not_seated'));
          b.seats.forEach((seat) => (seat.vacated_at = '2030-06-01T11:30:00Z'));
        }),
      ),
    ).toEqual([]);
  });

  it('is GO by sessions only for whoever trusts the server, where the policy lets them prove it', async () => {
    const bundle = changed((b) => {
      Object.assign(b.policy, { profile: 'two_person', vote_proof: 'session' });
      Object.assign(b.acts[1]!, { method: 'session', statement: null, public_key: null });
      b.confirmed = true;
    });
    const server = { enrolled: GIVEN };
    expect(await verifyRequestBundle(bundle, NOW, GIVEN, server)).toMatchObject({ verdict: 'GO' });
    expect(await verifyRequestBundle(bundle, NOW, GIVEN)).toMatchObject({ verdict: 'NO-GO' });
    bundle.policy.vote_proof = 'key';
    expect(await verifyRequestBundle(bundle, NOW, GIVEN, server)).toMatchObject({ verdict: 'NO-GO' });
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
