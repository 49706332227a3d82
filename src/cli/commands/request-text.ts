import type { Council, RequestDetail } from '../../contract/ratification.ts';
import { table } from '../print.ts';

/** A request for people: what it says, who said what, what is missing. */
export function requestText(request: RequestDetail): string {
  const { code, status, subject, title, revision, revision_digest, words, proposer, expires_at } = request;
  const votes = request.vote_list.map(({ person, seat, decision, rationale, problem }) => [
    person,
    seat,
    decision,
    problem ?? '',
    rationale,
  ]);
  const signatures = request.signature_list.map(({ person, method, signed_at, problem }) => [person, method, signed_at, problem ?? '']);
  return [
    `${code} ${status}: ${title}`,
    `  about ${subject}, revision ${revision}, filed by ${proposer}, until ${expires_at}`,
    `  digest ${revision_digest}`,
    `  words  ${words}`,
    ...(request.packet_tree_sha256 === null ? [] : [`  packet ${request.packet_tree_sha256}`]),
    ...section('Votes', ['person', 'seat', 'vote', '', 'because'], votes),
    ...section('Signatures', ['person', 'method', 'signed', ''], signatures),
    ...request.signature_list.flatMap(({ fix }) => (fix === null ? [] : [`  ${fix}`])),
    ...(request.missing.length === 0 ? [] : ['', 'Missing:']),
    ...request.missing.map(({ what, who }) => `  ${what}${who.length === 0 ? '' : ` (${who.join(', ')})`}`),
    ...separationLines(request.separation),
  ].join('\n');
}

/** The council for people. */
export function councilText({ profile, methods, cooling_hours, seats, separation }: Council): string {
  const policy = methods.length === 0 ? '' : `, signatures by ${methods.join(', ')}, cooling ${String(cooling_hours)} h`;
  return [
    `Profile ${profile}${policy}`,
    ...section(
      'Seats',
      ['seat', 'person', 'name', 'since', ''],
      seats.map(({ seat, person, name, since, problem }) => [seat, person, name, since, problem ?? '']),
    ),
    ...separationLines(separation),
  ].join('\n');
}

function section(heading: string, header: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', `${heading}:`, table(header, rows)];
}

function separationLines({ problems }: RequestDetail['separation']): string[] {
  return problems.length === 0 ? [] : ['', 'Who could decide:', ...problems.map(({ problem, fix }) => `  ${problem} ${fix}`)];
}
