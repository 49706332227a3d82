import type { PassedTier } from '../../../governance/release/execution/run-release.ts';
import type { Figures } from '../../../governance/release/packet/release-figures.ts';
import { table } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import { printProgress } from '../../to-terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** The figures before and after. */
export function figuresTable(from: Figures, to: Figures): TerminalText {
  const after = new Map<string, number>(Object.entries(to));
  return table(
    ['', 'before', 'after'],
    Object.entries(from).map(([name, value]) => [name, value, after.get(name) ?? null]),
  );
}

/** Warning about a release that rests on nothing that verifies. */
export function unratified(release: string): TerminalText {
  return terminal(
    `CRITICAL: the votes and signatures that ${release} rests on do not verify, so its ratification is not proven.`,
    'The way back: one-roof release rollback PACKET --reason "its signatures do not verify"',
  );
}

/** A line for each tier that has passed, for people who watch. */
export function progress({ tier, title, milliseconds }: PassedTier): void {
  printProgress(terminal(`TIER ${tier} PASS  ${title}  ${milliseconds} ms`));
}
