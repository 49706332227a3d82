import { GATE_WARNINGS } from '../../../contract/answers/gate-warnings.ts';
import type { Gate } from '../../../contract/answers/gate.ts';
import { table } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** The gate in one line: `GATE: BLOCKED|ospa=0|gap=210`. */
export function gateLine({ verdict, release, ospa, gap }: Gate): string {
  return `GATE: ${verdict}${verdict === 'APPLIED' ? ` ${release ?? ''}` : ''}|ospa=${ospa ?? '?'}|gap=${gap ?? '?'}`;
}

/** The profile, and what it means for owners. */
export function profileLine({ profile }: Gate): string {
  return `Profile ${profile ?? '?'}${profile === 'observe' ? ': owners are planned, and nothing can be asserted yet' : ''}.`;
}

/**
 * Lines with what to do about each blocker, one for each thing to do. While the gate says APPLIED, its conditions
 * speak of a next release and block nothing, so there is nothing to do.
 */
export function fixLines({ conditions, blockers }: Pick<Gate, 'conditions' | 'blockers'>): string[] {
  return conditions.flatMap(({ blocker, fix }) =>
    blocker === null || !blockers.includes(blocker)
      ? []
      : (fix ?? '').split('\n').map((line) => `  ${blocker};  ${line}`),
  );
}

/** The gate for people: the line, every condition, and what to do about each blocker. */
export function gateText(gate: Gate): TerminalText {
  const conditions = table(
    ['', 'condition', 'expected', 'found', ''],
    gate.conditions.map(({ condition, name, expected, actual, ok, blocker }) => {
      const blocks = blocker !== null && gate.blockers.includes(blocker);
      return [
        ok === true ? '✓' : ok === null || (blocker !== null && !blocks) ? '·' : '✗',
        `${condition} ${name}`,
        expected,
        actual,
        blocks ? `${blocker};` : '',
      ];
    }),
  );
  const fixes = fixLines(gate);
  const warnings = gate.warnings.map((warning) => `Warning: ${GATE_WARNINGS[warning]}`);
  return terminal(
    gateLine(gate),
    profileLine(gate),
    ...warnings,
    '',
    conditions,
    ...(fixes.length > 0 ? ['', 'To open it:', ...fixes] : []),
  );
}
