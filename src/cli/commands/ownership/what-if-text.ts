import type { WhatIf, WhatIfCell } from '../../../contract/answers/what-if.ts';
import { count, table } from '../../print.ts';
import { coverageText } from '../scan/coverage-text.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** Coverage before and after, how many cells change and how, and a page of them. */
export function whatIfText(outcome: WhatIf): TerminalText {
  return terminal(
    `Before: ${coverageText(outcome.before)}`,
    `After:  ${coverageText(outcome.after)}`,
    '',
    ...changedText(outcome),
    ...idleWaiversText(outcome),
    ...(outcome.cells.length === 0 ? [] : ['', cellsText(outcome.cells)]),
    ...(outcome.next === null ? [] : [`… more with --cursor ${outcome.next}`]),
    '',
    'Nothing was saved.',
  );
}

/** How many cells change and how, and whether that would have to wait. */
export function changedText({ changed, effect }: WhatIf): string[] {
  const { added, removed, owner, proposal } = changed;
  const total = added + removed + owner + proposal;
  const parts = [
    `${owner} another owner or state`,
    `${removed} no longer required`,
    `${added} newly required`,
    `${proposal} another proposed owner`,
  ];
  return [
    total === 0
      ? 'No cell changes.'
      : `${count(total, 'cell')} ${total === 1 ? 'changes' : 'change'}: ${parts.join(', ')}.`,
    ...(effect === 'through_release'
      ? ['A release was applied: this would be stored as proposed, and take effect through a release.']
      : []),
  ];
}

/** A line for each waiver that would say nothing. */
export function idleWaiversText({ idle_waivers: waivers }: WhatIf): string[] {
  return waivers.map(
    ({ object_ref: object, scope, owner, proposed }) =>
      `Warning: the waiver of ${object} × ${scope} has no effect: ${owner !== null ? `${owner} owns it` : proposed !== null ? `${proposed} is to own it` : 'several owners are in conflict about it'}.`,
  );
}

function cellsText(cells: readonly WhatIfCell[]): TerminalText {
  return table(
    ['object', 'scope', 'change', 'before', 'after'],
    cells.map(({ object_type: type, object_ref: ref, scope, change, before, after }) => [
      type === 'collection' ? ref : `${type}:${ref}`,
      scope,
      change,
      sideText(before),
      sideText(after),
    ]),
  );
}

function sideText(side: WhatIfCell['before']): string {
  if (side === null) return 'not required';
  const proposed =
    side.proposed === null ? '' : `, proposed ${side.proposed}${side.proposed_alive === false ? ' (dead)' : ''}`;
  return `${side.state}${side.owner === null ? '' : ` ${side.owner}`}${proposed}`;
}
