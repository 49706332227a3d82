import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BundledAct, BundledRequest, RequestBundle } from './request-bundle.ts';

/**
 * Fields of a request that the content of its revision must repeat. Otherwise the digest would be of something else.
 */
const IN_CONTENT = [
  'code',
  'revision',
  'subject',
  'action',
  'proposed_action_code',
  'title',
  'packet_tree_sha256',
  'plan_digest',
  'proposer',
] as const;

/** An act of a bundle, and what it proves: null where that counts, else why it does not. */
export interface JudgedAct {
  act: BundledAct;
  why: string | null;
}

/** V1: the request is one, is what its digest is of, and was approved. */
export function requestProblems({ requests, generated_at, quorum }: RequestBundle): string[] {
  const [request] = requests;
  if (request === undefined || requests.length > 1) return [`${requests.length} requests`];
  const digest = createHash('sha256').update(request.revision_content, 'utf8').digest('hex');
  const isOver = !request.carried_out && new Date(request.expires_at) <= new Date(generated_at);
  return [
    ...(digest === request.revision_digest
      ? []
      : [`the content of the revision has the digest ${digest}, not ${request.revision_digest}`]),
    ...contentProblems(request, quorum.risk_level),
    ...(request.action === 'modify' ? [] : [`its action is ${request.action}`]),
    ...(request.status === 'approved' || request.carried_out ? [] : [`it is ${request.status}`]),
    ...(isOver ? [`it expired at ${request.expires_at}`] : []),
  ];
}

function contentProblems(request: BundledRequest, riskLevel: string): string[] {
  const content = parseObject(request.revision_content);
  if (content === null) return ['the content of the revision is not a JSON object'];
  const expires = typeof content['expires_at'] === 'string' ? new Date(content['expires_at']).getTime() : Number.NaN;
  return [
    ...IN_CONTENT.filter((name) => !isDeepStrictEqual(content[name], request[name])),
    ...(expires === new Date(request.expires_at).getTime() ? [] : ['expires_at']),
    ...(content['risk_level'] === riskLevel ? [] : ['risk_level']),
  ].map((name) => `its ${name} differs from the content of the revision`);
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/**
 * V2: the votes on this revision that verify, each by whoever held the seat then, come to the quorum; too few rejected to end it; with two
 * people, the proposer stands by it. What does not count keeps what does from nothing; it is named where that is too little.
 *
 * @param acts on this revision of the request.
 * @param bySession whether the session of a proposer counts, where the policy says so: for whoever trusts the server.
 */
export function decisionProblems(bundle: RequestBundle, acts: readonly JudgedAct[], bySession: boolean): string[] {
  const { quorum } = bundle;
  const votes = acts
    .filter(({ act }) => act.act === 'vote')
    .map(({ act, why }) => ({ act, why: why ?? castProblem(bundle, act) }));
  const counted = votes.filter(({ why }) => why === null).map(({ act }) => act);
  const approvals = (...wanted: BundledAct['seat'][]) =>
    new Set(
      counted.filter(({ choice, seat }) => choice === 'approve' && wanted.includes(seat)).map(({ signer }) => signer),
    ).size;
  const rejecting = rejectingPeople(bundle, acts);
  const short = [
    ...tooFew('president', approvals('president'), quorum.president_votes),
    ...tooFew('council', approvals('council', 'ai_council'), quorum.council_votes),
    ...tooFew('any human seat', approvals('president', 'council'), quorum.any_votes),
  ];
  return [
    ...(rejecting.length < quorum.rejections ? [] : rejecting.map((signer) => `${signer} rejected it`)),
    ...short,
    ...(short.length === 0
      ? []
      : votes.flatMap(({ act, why }) => (why === null ? [] : [`the vote of ${act.signer}: ${why}`]))),
    ...confirmationProblems(bundle, acts, bySession),
  ];
}

/** Those whose rejection verifies. Before it is carried out, it ends a request, also where the server did not know the key. */
function rejectingPeople({ requests: [request] }: RequestBundle, acts: readonly JudgedAct[]): string[] {
  if (request?.carried_out !== false) return [];
  const counts = ({ act, why }: JudgedAct) =>
    act.choice === 'reject' && why === null && [null, 'not_verified'].includes(act.problem);
  return [...new Set(acts.filter(counts).map(({ act }) => act.signer))];
}

/** Why a vote that verifies is none of this revision, or null. Who left their seat since counts for what was carried out already. */
function castProblem({ requests: [request], policy, seats }: RequestBundle, vote: BundledAct): string | null {
  if (request === undefined) return 'there is no request';
  if (vote.problem !== null && !request.carried_out) return vote.problem;
  if (vote.method === 'session' && !provenBySession(policy)) return 'session_only';
  if (vote.signer === request.proposer || vote.signer_user === request.proposer_user) return 'own_proposal';
  if (vote.seat === null || !heldSeat(seats, vote, [vote.seat])) return `not_seated as ${String(vote.seat)}`;
  return (vote.approver_type === 'human') === (vote.seat !== 'ai_council')
    ? null
    : `the seat ${vote.seat} is not for them`;
}

/** Tells whether somebody held one of these seats when an act of theirs was received. */
export function heldSeat(
  seats: RequestBundle['seats'],
  { signer, signed_at }: BundledAct,
  wanted: readonly string[],
): boolean {
  const at = new Date(signed_at);
  return seats.some(
    ({ seat, person, since, vacated_at }) =>
      wanted.includes(seat) &&
      person === signer &&
      new Date(since) <= at &&
      (vacated_at === null || new Date(vacated_at) >= at),
  );
}

/** Tells whether the policy lets a session prove what people did. A council never does. */
function provenBySession({ profile, vote_proof }: RequestBundle['policy']): boolean {
  return profile !== 'council' && vote_proof === 'session';
}

function confirmationProblems(bundle: RequestBundle, acts: readonly JudgedAct[], bySession: boolean): string[] {
  const {
    requests: [request],
    policy,
    confirmed,
  } = bundle;
  if (request === undefined || policy.profile !== 'two_person') return [];
  const said = acts.filter(({ act }) => act.act === 'confirm' && act.signer === request.proposer);
  if (confirmed && said.some(({ why }) => why === null)) return [];
  if (confirmed && provenBySession(policy)) {
    return bySession
      ? []
      : [`the confirmation of ${request.proposer}: by a session, which proves nothing outside the server`];
  }
  const why = said.map((act) => `the confirmation of ${request.proposer}: ${act.why ?? 'not_verified'}`);
  return [`${request.proposer} filed it and did not confirm that`, ...why];
}

function tooFew(seat: string, found: number, needed: number): string[] {
  return found >= needed ? [] : [`${seat}: expected ${needed} approvals, found ${found}`];
}
