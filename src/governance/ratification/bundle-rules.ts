import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BundledRequest, BundledVote, RequestBundle } from './request-bundle.ts';

/** What of a request its revision's content has to say as well, or the digest would be of something else. */
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

/** V1: the request is one, is what its digest is of, and was approved. */
export function requestProblems({ requests, generated_at, quorum }: RequestBundle): string[] {
  const [request] = requests;
  if (request === undefined || requests.length > 1) return [`${requests.length} requests`];
  const digest = createHash('sha256').update(request.revision_content, 'utf8').digest('hex');
  const isOver = request.status !== 'applied' && new Date(request.expires_at) <= new Date(generated_at);
  return [
    ...(digest === request.revision_digest ? [] : [`the content of the revision has the digest ${digest}, not ${request.revision_digest}`]),
    ...contentProblems(request, quorum.risk_level),
    ...(request.action === 'modify' ? [] : [`its action is ${request.action}`]),
    ...(['approved', 'applied'].includes(request.status) ? [] : [`it is ${request.status}`]),
    ...(isOver ? [`it expired at ${request.expires_at}`] : []),
  ];
}

function contentProblems(request: BundledRequest, riskLevel: string): string[] {
  const content = parseObject(request.revision_content);
  if (content === null) return ['the content of the revision is no JSON object'];
  const expires = typeof content['expires_at'] === 'string' ? new Date(content['expires_at']).getTime() : Number.NaN;
  return [
    ...IN_CONTENT.filter((name) => !isDeepStrictEqual(content[name], request[name])),
    ...(expires === new Date(request.expires_at).getTime() ? [] : ['expires_at']),
    ...(content['risk_level'] === riskLevel ? [] : ['risk_level']),
  ].map((name) => `its ${name} is another one than in the content of the revision`);
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** V2: the votes on this revision, each by whoever held the seat, come to the quorum; nobody rejected. */
export function voteProblems({ requests: [request], quorum, votes, seats }: RequestBundle): string[] {
  if (request === undefined) return ['there is no request'];
  const ours = votes.filter(
    (vote) => vote.revision === request.revision && vote.revision_digest === request.revision_digest && vote.problem === null,
  );
  const isProposer = ({ approver, approver_user }: BundledVote) => approver === request.proposer || approver_user === request.proposer_user;
  const isSeated = (vote: BundledVote) =>
    seats.some(
      ({ seat, user_id, since, vacated_at }) =>
        seat === vote.seat &&
        user_id === vote.approver_user &&
        new Date(since) <= new Date(vote.signed_at) &&
        (vacated_at === null || new Date(vacated_at) > new Date(vote.signed_at)),
    );
  const isHuman = ({ approver_type, seat }: BundledVote) => (approver_type === 'human') === (seat !== 'ai_council');
  const approvals = (...wanted: BundledVote['seat'][]) =>
    ours.filter(({ decision, seat }) => decision === 'approve' && wanted.includes(seat)).length;
  const twice = ours.filter((vote, index) => ours.findIndex((other) => sameVoter(vote, other)) < index);
  return [
    ...ours.filter(({ decision }) => decision === 'reject').map(({ approver }) => `${approver} rejected it`),
    ...ours.filter(isProposer).map(({ approver }) => `${approver} proposed it and voted`),
    ...ours.filter((vote) => !isSeated(vote)).map(({ approver, seat }) => `${approver} voted without holding the seat ${seat}`),
    ...ours.filter((vote) => !isHuman(vote)).map(({ approver, seat }) => `${approver} voted in the seat ${seat}, which is not for them`),
    ...twice.map(({ approver }) => `${approver} voted twice`),
    ...tooFew('president', approvals('president'), quorum.president_votes),
    ...tooFew('council', approvals('council', 'ai_council'), quorum.council_votes),
    ...tooFew('any human seat', approvals('president', 'council'), quorum.any_votes),
  ];
}

function sameVoter(one: BundledVote, other: BundledVote): boolean {
  return one.approver === other.approver || one.approver_user === other.approver_user;
}

function tooFew(seat: string, found: number, needed: number): string[] {
  return found >= needed ? [] : [`${seat}: expected ${needed} approvals, found ${found}`];
}
