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
  const { added, removed, owner, planned_owner } = changed;
  const total = added + removed + owner + planned_owner;
  const parts = [
    `${owner} another owner or state`,
    `${removed} no longer required`,
    `${added} newly required`,
    `${planned_owner} another planned owner`,
  ];
  return [
    total === 0
      ? 'No cell changes.'
      : `${count(total, 'cell')} ${total === 1 ? 'changes' : 'change'}: ${parts.join(', ')}.`,
    ...(effect === 'through_release' ? ['A release was applied: this would wait, and a release would apply it.'] : []),
  ];
}

/** A line for each waiver that would say nothing. */
export function idleWaiversText({ idle_waivers: waivers }: WhatIf): string[] {
  return waivers.map(
    ({ object_ref: object, scope, owner, planned_owner: planned }) =>
      `Warning: the waiver of ${object} × ${scope} has no effect: ${owner !== null ? `${owner} owns it` : planned !== null ? `${planned} is to own it` : 'several owners are in conflict about it'}.`,
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
  const planned =
    side.planned_owner === null
      ? ''
      : `, planned ${side.planned_owner}${side.planned_owner_alive === false ? ' (dead)' : ''}`;
  return `${side.state}${side.owner === null ? '' : ` ${side.owner}`}${planned}`;
}
