import type { Decision } from '../../contract/answers/decision.ts';
import { markdown, markdownList, markdownTable, paragraphs } from '../../text/markdown.ts';
import type { Markdown } from '../../text/markdown.ts';

/** The decision documents as Markdown: for people, and for a ticket. */
export function decisionMarkdown(decision: Decision): Markdown {
  const { counts, fabricated_approvals: fabricated, selected_by_request: request } = decision;
  const gate = [decision.gate, ...decision.gate_blockers.map((token) => `${token};`)].join(' ');
  return paragraphs(
    markdown`
# Decision
    `,
    markdown`**In force: ${decision.decision}.** Selected: ${decision.selected_option ?? 'nothing'}${request === null ? '' : `, by request ${request}`}. Software never selects.`,
    `Release ${decision.release ?? 'none'}, profile ${decision.profile}, gate ${gate}, evaluated ${decision.evaluated_at}.`,
    ...(fabricated.length === 0
      ? []
      : [
          markdown`
## Fabricated approvals
          `,
          markdownList(fabricatedLines(fabricated)),
        ]),
    markdown`
## Options
    `,
    ...decision.options.flatMap(optionParts),
    markdown`
## Blockers
    `,
    `${counts.open} open, ${counts.partially_discharged} partially discharged, ${counts.closed} closed, of which ${counts.newly_closed} newly.`,
    markdownTable(
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
    markdown`
## GO / NO-GO
    `,
    markdownTable(
      ['target', 'status', 'gate', 'found'],
      decision.targets.map(({ target, status, gate: needs, found }) => [target, status, needs, found]),
    ),
  );
}

function optionParts({
  option,
  authorises,
  available,
  preconditions,
  grants,
}: Decision['options'][number]): (string | Markdown)[] {
  return [
    markdown`### ${option}`,
    `Authorises ${authorises}. ${available ? 'Every precondition holds.' : 'Preconditions are missing.'}`,
    ...(preconditions.length === 0
      ? []
      : [
          markdownTable(
            ['precondition', 'expected', 'found', ''],
            preconditions.map(({ name, expected, found, ok }) => [name, expected, found, ok ? '✓' : '✗']),
          ),
        ]),
    ...(grants.length === 0
      ? []
      : [markdownList(grants.map(({ grant, held }) => (held ? markdown`[x] ${grant}` : markdown`[ ] ${grant}`)))]),
  ];
}

/** Lists claims without a signature, a line each. */
export function fabricatedLines(fabricated: Decision['fabricated_approvals']): string[] {
  return fabricated.map(
    ({ claim, expected, found }) => `FABRICATED APPROVAL: ${claim}. Expected: ${expected}. Found: ${found}.`,
  );
}
