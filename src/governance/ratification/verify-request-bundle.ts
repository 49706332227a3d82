import { parseTrustFile } from './trust-file.ts';
import { requestProblems, voteProblems } from './bundle-rules.ts';
import { RequestBundle } from './request-bundle.ts';
import type { BundledRequest, Fact } from './request-bundle.ts';
import type { Trust } from './read-trust.ts';
import { refused, saidBy } from './signature-problem.ts';
import { verifyAct } from './verify-act.ts';
import type { Verdict } from './verify-act.ts';

const CHECKS = {
  V1: 'exactly one request, to modify, approved, and what it says is what its digest is of',
  V2: 'the votes of each seat come to the quorum, nobody rejected, the proposer did not vote',
  V3: 'a signature is there, bound to this revision, by a seat that may sign, and verifies',
  V4: 'the baseline is otherwise unchanged',
  V5: 'nothing is left behind',
} as const;
type CheckName = keyof typeof CHECKS;

const UNJUDGED = 'not judged: nobody said whose keys these are, and those in the bundle are the choice of whoever made it';

interface BundleCheck {
  check: CheckName;
  expected: string;
  /** null: not judged, and so no GO. */
  ok: boolean | null;
  problems: string[];
}

export interface BundleVerdict {
  verdict: 'GO' | 'NO-GO';
  /** Whether the caller said whose keys count. */
  trust: 'given' | 'none';
  checks: BundleCheck[];
}

/**
 * The post-human check of a bundle (V1 to V5), offline. Digests and signatures are verified anew; V4 and V5 compare what the
 * database said when the bundle was made. Any failure, anything that cannot be read and anything that is not judged is
 * NO-GO. Never throws.
 *
 * @param trust the trust file of who asks. Without it nothing says whose keys those in the bundle are: whoever made the bundle chose them.
 *   Then V3 is not judged, but for what is wrong with the signatures by those keys too.
 */
export async function verifyRequestBundle(bundle: unknown, at: Date, trust?: Trust): Promise<BundleVerdict> {
  const parsed = RequestBundle.safeParse(bundle);
  const problems = parsed.success ? await problemsOf(parsed.data, at, trust) : unreadable(saidBy(parsed.error));
  const checks = Object.entries(CHECKS).map(([name, expected]): BundleCheck => {
    const check = name as CheckName;
    const found = problems[check];
    if (check === 'V3' && trust === undefined && found.length === 0) return { check, expected, ok: null, problems: [UNJUDGED] };
    return { check, expected, ok: found.length === 0, problems: found };
  });
  return { verdict: checks.every(({ ok }) => ok === true) ? 'GO' : 'NO-GO', trust: trust === undefined ? 'none' : 'given', checks };
}

type Problems = Record<CheckName, string[]>;

async function problemsOf(bundle: RequestBundle, at: Date, trust?: Trust): Promise<Problems> {
  return {
    V1: requestProblems(bundle),
    V2: [...voteProblems(bundle), ...(await unverifiedVotes(bundle, at, trust ?? trustOf(bundle)))],
    V3: await signatureProblems(bundle, at, trust ?? trustOf(bundle)),
    V4: factProblems(bundle.baseline, 'nothing was compared with the baseline'),
    V5: factProblems(bundle.residue, 'nothing was looked for'),
  };
}

function unreadable(why: string): Problems {
  const problems = [`the bundle cannot be read: ${why}`];
  return { V1: problems, V2: problems, V3: problems, V4: problems, V5: problems };
}

function trustOf({ trust }: RequestBundle): Trust {
  try {
    return { keys: parseTrustFile(trust, 'the trust file in the bundle'), fault: null };
  } catch (error) {
    return { keys: [], fault: refused('trust_unreadable', 'lines of a trust file', saidBy(error)) };
  }
}

/** One signature that counts is enough; where none does, why each does not. */
async function signatureProblems(bundle: RequestBundle, at: Date, trust: Trust): Promise<string[]> {
  const verdicts = await Promise.all(bundle.signatures.map((signature) => signatureProblem(bundle, signature, at, trust)));
  if (verdicts.includes(null)) return [];
  return verdicts.length === 0 ? ['nobody signed'] : verdicts.flatMap((problem) => problem ?? []);
}

async function signatureProblem(
  { requests: [request], policy, quorum, seats, environment }: RequestBundle,
  signature: RequestBundle['signatures'][number],
  at: Date,
  trust: Trust,
): Promise<string | null> {
  const problem = (why: string) => `the signature of ${signature.signer}: ${why}`;
  if (request === undefined) return problem('there is no request');
  if (signature.problem !== null) return problem(signature.problem);
  if (!policy.methods.includes(signature.method)) return problem('method_not_allowed');
  if (signature.signer === request.proposer || signature.signer_user === request.proposer_user) return problem('own_proposal');
  const seated = seats.some(
    ({ seat, person, user_id }) => quorum.signing_seats.includes(seat) && person === signature.signer && user_id === signature.signer_user,
  );
  if (!seated) return problem('not_seated');
  const { meaning } = signature;
  const verdict = await verifyBundled(
    request,
    environment,
    { ...signature, act: 'sign', choice: null, rationale: null, meaning },
    trust,
    at,
  );
  if (!verdict.ok) return problem(`${verdict.problem}; expected ${verdict.expected}, found ${verdict.found}`);
  return verdict.proof === 'key' ? null : problem('by password, which proves nothing outside the server that asked for it');
}

/** The votes that the database counts and that no pinned key signed: a session proves nothing to whoever does not trust the server. */
async function unverifiedVotes({ requests: [request], votes, environment }: RequestBundle, at: Date, trust: Trust): Promise<string[]> {
  if (request === undefined) return [];
  const problems = await Promise.all(
    votes
      .filter(({ problem, revision_digest }) => problem === null && revision_digest === request.revision_digest)
      .map(async ({ approver: signer, approver_user: signer_user, decision: choice, ...vote }) => {
        const act = { ...vote, signer, signer_user, act: 'vote', choice, meaning: null };
        const verdict = await verifyBundled(request, environment, act, trust, at);
        if (verdict.ok)
          return verdict.proof === 'key' ? [] : [`the vote of ${signer}: by a session, which proves nothing outside the server`];
        return [`the vote of ${signer}: ${verdict.problem}; expected ${verdict.expected}, found ${verdict.found}`];
      }),
  );
  return problems.flat();
}

/** Verifies an act of a bundle. What it is about is taken from the request, so that an act about anything else does not match. */
function verifyBundled(
  { code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at }: BundledRequest,
  environment: string,
  act: Record<string, unknown>,
  trust: Trust,
  at: Date,
): Promise<Verdict> {
  const about = { request_code: code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at, environment, covers: null };
  return verifyAct({ ...act, ...about }, trust, at);
}

function factProblems(facts: readonly Fact[], none: string): string[] {
  if (facts.length === 0) return [none];
  return facts
    .filter(({ expected, found }) => expected !== found)
    .map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`);
}
