import type { Gate } from '../../contract/gate.ts';
import { table } from '../print.ts';

/** The gate in one line: `GATE: BLOCKED|ospa=0|gap=210`. */
export function gateLine({ verdict, release, ospa, gap }: Gate): string {
  return `GATE: ${verdict}${verdict === 'APPLIED' ? ` ${release ?? ''}` : ''}|ospa=${ospa ?? '?'}|gap=${gap ?? '?'}`;
}

/** The profile, and what it means for owners. */
export function profileLine({ profile }: Gate): string {
  return `Profile ${profile ?? '?'}${profile === 'observe' ? ': owners are proposed, nothing can be asserted yet' : ''}.`;
}

/** The gate for people: the line, every condition, and what to do about each blocker. */
export function gateText(gate: Gate): string {
  const conditions = table(
    ['', 'condition', 'expected', 'found', ''],
    gate.conditions.map(({ condition, name, expected, actual, ok, blocker }) => [
      ok === null ? '·' : ok ? '✓' : '✗',
      `${condition} ${name}`,
      expected,
      actual,
      blocker === null ? '' : `${blocker};`,
    ]),
  );
  const fixes = gate.conditions.flatMap(({ blocker, fix }) => (blocker === null || fix === null ? [] : [`  ${blocker};  ${fix}`]));
  return [gateLine(gate), profileLine(gate), '', conditions, ...(fixes.length > 0 ? ['', 'To open it:', ...fixes] : [])].join('\n');
}
