import type { Council, RequestDetail } from '../../../contract/answers/ratification.ts';
import { changeLines } from '../../../governance/ratification/requests/change-lines.ts';
import { table } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** A request for people: what it says, who said what, what is missing. */
export function requestText(request: RequestDetail): TerminalText {
  const { code, status, subject, title, revision, revision_digest, words, proposer, expires_at } = request;
  const votes = request.vote_list.map(({ person, seat, choice, rationale, problem }) => [
    person,
    seat,
    choice,
    problem ?? '',
    rationale,
  ]);
  const signatures = request.signature_list.map(({ person, method, signed_at, problem }) => [
    person,
    method,
    signed_at,
    problem ?? '',
  ]);
  return terminal(
    `${code} ${status}: ${title}`,
    `  about ${subject}, revision ${revision}, filed by ${proposer}, until ${expires_at}`,
    `  digest ${revision_digest}`,
    `  words  ${words}`,
    ...(request.packet_tree_sha256 === null ? [] : [`  packet ${request.packet_tree_sha256}`]),
    ...(request.packet_words === null ? [] : [`  its words ${request.packet_words}`]),
    ...(request.changes === null
      ? []
      : ['', 'What changes:', ...changeLines(request.changes).map((line) => `  ${line}`)]),
    ...section('Votes', ['person', 'seat', 'vote', '', 'because'], votes),
    ...fixLines(request.vote_list),
    ...section('Signatures', ['person', 'method', 'signed', ''], signatures),
    ...fixLines(request.signature_list),
    ...(request.missing.length === 0 ? [] : ['', 'Missing:']),
    ...request.missing.map(({ what, who }) => `  ${what}${who.length === 0 ? '' : ` (${who.join(', ')})`}`),
    ...separationLines(request.separation),
  );
}

/** The council for people. */
export function councilText({ profile, methods, pinning, cooling_hours, seats, separation }: Council): TerminalText {
  const named = pinning === 'file' ? 'in the trust file' : 'in the trust file or by the other person';
  const policy =
    methods.length === 0
      ? ''
      : `, signatures by ${methods.join(', ')}, cooling ${String(cooling_hours)} h, keys named ${named}`;
  return terminal(
    `Profile ${profile}${policy}`,
    ...section(
      'Seats',
      ['seat', 'person', 'name', 'since', ''],
      seats.map(({ seat, person, name, since, problem }) => [seat, person, name, since, problem ?? '']),
    ),
    ...separationLines(separation),
  );
}

/** Steps that make acts count which do not count yet, each named once. */
function fixLines(acts: readonly { fix: string | null }[]): string[] {
  return [...new Set(acts.flatMap(({ fix }) => (fix === null ? [] : [`  ${fix}`])))];
}

function section(heading: string, header: string[], rows: string[][]): (string | TerminalText)[] {
  return rows.length === 0 ? [] : ['', `${heading}:`, table(header, rows)];
}

function separationLines({ problems }: RequestDetail['separation']): string[] {
  return problems.length === 0
    ? []
    : ['', 'People who could decide:', ...problems.map(({ problem, fix }) => `  ${problem} ${fix}`)];
}
