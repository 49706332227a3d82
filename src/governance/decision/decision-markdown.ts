import type { Decision } from '../../contract/decision.ts';

/** The decision documents as Markdown: for people, and for a ticket. */
export function decisionMarkdown(decision: Decision): string {
  const { counts } = decision;
  const gate = [decision.gate, ...decision.gate_blockers.map((token) => `${token};`)].join(' ');
  return [
    '# Decision',
    '',
    `**In force: ${decision.decision}.** Selected: ${decision.selected_option ?? 'nothing'}${decision.selected_by_request === null ? '' : `, by request ${decision.selected_by_request}`}. Software never selects.`,
    '',
    `Release ${decision.release ?? 'none'}, profile ${decision.profile}, gate ${cell(gate)}, evaluated ${decision.evaluated_at}.`,
    ...(decision.fabricated_approvals.length === 0
      ? []
      : ['', '## Fabricated approvals', '', ...fabricatedLines(decision.fabricated_approvals)]),
    '',
    '## Options',
    ...decision.options.flatMap(({ option, authorises, available, preconditions, grants }) => [
      '',
      `### ${option}`,
      '',
      `Authorises ${authorises}. ${available ? 'Every precondition holds.' : 'Preconditions are missing.'}`,
      ...(preconditions.length === 0
        ? []
        : [
            '',
            ...table(
              ['precondition', 'expected', 'found', ''],
              preconditions.map(({ name, expected, found, ok }) => [name, expected, found, ok ? '✓' : '✗']),
            ),
          ]),
      ...(grants.length === 0 ? [] : ['', ...grants.map(({ grant, held }) => `- [${held ? 'x' : ' '}] ${cell(grant)}`)]),
    ]),
    '',
    '## Blockers',
    '',
    `${counts.open} open, ${counts.partially_discharged} partially discharged, ${counts.closed} closed, of which ${counts.newly_closed} newly.`,
    '',
    ...table(
      ['id', 'meaning', 'state', 'evidence', 'who can close it', 'what closes it', 'blocks'],
      decision.blockers.map(({ id, meaning, state, evidence, actor, closes, blocks }) => [
        id,
        meaning,
        state.replace('_', ' '),
        evidence,
        actor,
        closes,
        blocks.join(', '),
      ]),
    ),
    '',
    '## GO / NO-GO',
    '',
    ...table(
      ['target', 'status', 'gate', 'found'],
      decision.targets.map(({ target, status, gate: needs, found }) => [target, status, needs, found]),
    ),
  ].join('\n');
}

/** What is claimed and not signed, as a list. */
export function fabricatedLines(fabricated: Decision['fabricated_approvals']): string[] {
  return fabricated.map(
    ({ claim, expected, found }) => `- FABRICATED APPROVAL: ${cell(claim)}. Expected: ${cell(expected)}. Found: ${cell(found)}.`,
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(line)];
}

/** Text in which nothing ends a cell or begins markup of its own. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<>[\]*]/g, '\\$&');
}
