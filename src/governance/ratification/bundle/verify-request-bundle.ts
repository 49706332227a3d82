import { decisionProblems, heldSeat, requestProblems } from './bundle-rules.ts';
import type { JudgedAct } from './bundle-rules.ts';
import type { Trust } from '../read-trust.ts';
import { RequestBundle } from './request-bundle.ts';
import type { BundledAct, Fact } from './request-bundle.ts';
import { refused, saidBy } from '../../../signing/signature-problem.ts';
import { parseTrustFile } from '../../../signing/trust/trust-file.ts';
import { isTampered } from '../requests/verified-acts.ts';
import { verifyAct } from '../../../signing/verify-act.ts';

const CHECKS = {
  V1: 'exactly one request, to modify, approved, and its content has its digest',
  V2: 'the votes of each seat reach the quorum, nobody rejected, the proposer did not vote; with two people, the proposer confirmed it',
  V3: 'a signature is there, bound to this revision, by a seat that may sign, and verifies, and the gate counts it',
  V4: 'the baseline is otherwise unchanged',
  V5: 'nothing is left behind',
} as const;
type CheckName = keyof typeof CHECKS;

const UNJUDGED = 'not judged: no trust file was given, and the keys in the bundle were chosen by its maker';

interface BundleCheck {
  check: CheckName;
  expected: string;
  /** null: not judged, and so no GO. */
  ok: boolean | null;
  problems: string[];
}

export interface BundleVerdict {
  verdict: 'GO' | 'NO-GO';
  /** `given` if the caller named the keys that count. */
  trust: 'given' | 'none';
  checks: BundleCheck[];
}

/** The server that a bundle comes from, asked itself: what it says of sessions counts where the policy says so. */
interface Server {
  /** Whose keys count for what is decided by a policy that lets people confirm each other's keys. */
  enrolled: Trust;
}

/**
 * The post-human check of a bundle (V1 to V5). Digests and signatures are verified anew, and only what verifies counts; the rest is what the
 * database said when the bundle was made, by what the gate goes by. So it is GO only where the gate counts the request as ratified, and the
 * acts that are in the bundle ratify it too. Any failure, anything that cannot be read and anything that is not judged is NO-GO. Never throws.
 *
 * @param trust the trust file of who asks. Without it nothing says whose keys those in the bundle are: whoever made the bundle chose them.
 *   Then V3 is not judged, but for what is wrong with the signatures by those keys too.
 * @param server where the bundle was made just now, by a server that is trusted. Offline there is none: a session proves nothing.
 */
export async function verifyRequestBundle(
  bundle: unknown,
  at: Date,
  trust?: Trust,
  server?: Server,
): Promise<BundleVerdict> {
  const parsed = RequestBundle.safeParse(bundle);
  const problems = parsed.success ? await problemsOf(parsed.data, at, trust, server) : unreadable(saidBy(parsed.error));
  const checks = Object.entries(CHECKS).map(([name, expected]): BundleCheck => {
    const check = name as CheckName;
    const found = problems[check];
    if (check === 'V3' && trust === undefined && found.length === 0)
      return { check, expected, ok: null, problems: [UNJUDGED] };
    return { check, expected, ok: found.length === 0, problems: found };
  });
  return {
    verdict: checks.every(({ ok }) => ok === true) ? 'GO' : 'NO-GO',
    trust: trust === undefined ? 'none' : 'given',
    checks,
  };
}

type Problems = Record<CheckName, string[]>;

async function problemsOf(bundle: RequestBundle, at: Date, trust?: Trust, server?: Server): Promise<Problems> {
  const file = trust ?? trustOf(bundle);
  const verdicts = await Promise.all(
    bundle.acts.map(async (act) => {
      const keys = act.pinning === 'enrolled' ? (server?.enrolled ?? file) : file;
      return { act, ...(await judgeAct(bundle, act, keys, at, server !== undefined)) };
    }),
  );
  const ours = verdicts.filter(({ act }) => isOurs(bundle, act));
  return {
    V1: requestProblems(bundle),
    V2: decisionProblems(bundle, ours, server !== undefined),
    V3: [
      ...signatureProblems(bundle, ours),
      ...tampered(bundle, verdicts),
      ...factProblems(bundle.ratified, 'nobody asked who ratified it'),
    ],
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

function isOurs({ requests: [request] }: RequestBundle, act: BundledAct): boolean {
  return request?.code === act.request_code && request.revision_digest === act.revision_digest;
}

type Verified = JudgedAct & { problem: string | null };

/** Verifies an act. Its subject is taken from the request, so that an act about anything else does not match. */
async function judgeAct(
  bundle: RequestBundle,
  act: BundledAct,
  trust: Trust,
  at: Date,
  bySession: boolean,
): Promise<Omit<Verified, 'act'>> {
  const verdict = await verifyAct(isOurs(bundle, act) ? { ...act, ...aboutOf(bundle) } : act, trust, at);
  if (!verdict.ok)
    return {
      problem: verdict.problem,
      why: `${verdict.problem}; expected ${verdict.expected}, found ${verdict.found}`,
    };
  if (verdict.proof === 'key' || bySession) return { problem: null, why: null };
  return { problem: null, why: `by a ${act.method}, which proves nothing outside the server` };
}

function aboutOf({ requests: [request], environment }: RequestBundle): Partial<BundledAct> {
  if (request === undefined) return {};
  const { code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at, carried_out } = request;
  const about = { request_code: code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at };
  // What was carried out stays proven where the data was moved since: by statements for the database that it was then.
  return carried_out ? about : { ...about, environment };
}

/** One signature that counts is enough; where none does, why each does not. */
function signatureProblems(bundle: RequestBundle, acts: readonly JudgedAct[]): string[] {
  const verdicts = acts
    .filter(({ act }) => act.act === 'sign')
    .map(({ act, why }) => {
      const problem = signerProblem(bundle, act) ?? why;
      return problem === null ? null : `the signature of ${act.signer}: ${problem}`;
    });
  if (verdicts.includes(null)) return [];
  return verdicts.length === 0 ? ['nobody signed'] : verdicts.flatMap((problem) => problem ?? []);
}

/** Why a signature would not count if it verified, or null. Who left their seat since counts for what was carried out already. */
function signerProblem({ requests: [request], policy, quorum, seats }: RequestBundle, act: BundledAct): string | null {
  if (request === undefined) return 'there is no request';
  // Whether it verifies is asked here.
  if (act.problem !== null && act.problem !== 'not_verified' && !request.carried_out) return act.problem;
  if (!policy.methods.includes(act.method)) return 'method_not_allowed';
  if (act.signer === request.proposer || act.signer_user === request.proposer_user) return 'own_proposal';
  return heldSeat(seats, act, quorum.signing_seats) ? null : 'not_seated';
}

/** Problems of acts that were tampered with. They close the gate of a release that is still to come. */
function tampered({ requests: [request] }: RequestBundle, acts: readonly Verified[]): string[] {
  if (request?.carried_out !== false || !request.subject.startsWith('release:')) return [];
  return acts.flatMap(({ act, problem, why }) =>
    isTampered(problem) ? [`${act.act} of ${act.signer} on ${act.request_code}: ${String(why)}`] : [],
  );
}

function factProblems(facts: readonly Fact[], none: string): string[] {
  if (facts.length === 0) return [none];
  return facts
    .filter(({ expected, found }) => expected !== found)
    .map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`);
}
