import type { Tier } from '../tiers-document.ts';
import { codeSpan, markdownTable } from '../../../../text/markdown.ts';
import type { Markdown } from '../../../../text/markdown.ts';
import { delta } from './text.ts';

/** The tiers as a table: what each does, what has to hold before, what it changes, when to stop, what takes it back. */
export function tierTable(tiers: readonly Tier[]): Markdown {
  return markdownTable(
    ['tier', 'does', 'file', 'only if', 'changes', 'stop when', 'taken back by'],
    tiers.map(({ tier, title, file, gate, expected, stop_condition: stop, rollback }) => [
      tier,
      title,
      codeSpan(file),
      gate,
      changes(expected),
      stop,
      rollback === null ? '–' : codeSpan(rollback),
    ]),
  );
}

function changes(expected: Tier['expected']): string {
  const moved = Object.entries(expected).filter(([, { from, to }]) => from !== to);
  return moved.length === 0 ? 'nothing' : moved.map(([figure, one]) => `${figure} ${delta(one)}`).join(', ');
}
