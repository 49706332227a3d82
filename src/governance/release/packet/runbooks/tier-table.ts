import type { Tier } from '../tiers-document.ts';
import { codeSpan, markdownTable } from '../../../../text/markdown.ts';
import type { Markdown } from '../../../../text/markdown.ts';
import { delta } from './text.ts';

/** The tiers as a table: what each does, what has to hold before, what it changes, when to stop, what takes it back. */
export function tierTable(tiers: readonly Tier[]): Markdown {
  return markdownTable(
    ['tier', 'does', 'file', 'only if', 'changes', 'stop when', 'taken back by'],
    tiers.map(({ tier, title, file, gate, relations, expected, stop_condition: stop, rollback }) => [
      tier,
      title,
      codeSpan(file),
      gate,
      changes(relations, expected),
      stop,
      rollback === null ? '–' : codeSpan(rollback),
    ]),
  );
}

function changes(relations: Tier['relations'], expected: Tier['expected']): string {
  const installed = relations.map(({ name }) => `installs ${name}`);
  const moved = Object.entries(expected).filter(([, { from, to }]) => from !== to);
  const changed = [...installed, ...moved.map(([figure, one]) => `${figure} ${delta(one)}`)];
  return changed.length === 0 ? 'nothing' : changed.join(', ');
}
