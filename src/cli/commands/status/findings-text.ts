import type { WaitingChange } from '../../../contract/answers/what-if.ts';
import type { DeadOwner } from '../../../governance/ownership/dead-owners.ts';
import type { OwnerWaiver } from '../../../governance/ownership/owner-waivers.ts';
import { count } from '../../print.ts';
import { deadOwnersText } from '../owners/index.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/**
 * Findings that somebody should look at: changes that wait for a release, dead owners, waivers. Empty if there are
 * none.
 */
export function findingsText(found: {
  waiting_changes: readonly WaitingChange[];
  dead_owners: readonly DeadOwner[];
  waivers: readonly OwnerWaiver[];
}): (string | TerminalText)[] {
  return [
    ...found.waiting_changes.flatMap(({ id, origin, changes, cells }) => [
      '',
      `Critical drift: change ${id} (${origin}) waits for a release and touches ${count(cells, 'existing cell')}:`,
      ...changes.slice(0, 10).map((change) => `  ${change}`),
      ...(changes.length > 10 ? [`  … and more`] : []),
    ]),
    ...(found.dead_owners.length > 0 ? ['', deadOwnersText(found.dead_owners)] : []),
    ...(found.waivers.length > 0 ? ['', ...found.waivers.map(waiverText)] : []),
  ];
}

const BECAUSE: Readonly<Record<OwnerWaiver['state'], string>> = {
  in_effect: 'ends soon',
  idle: 'has no effect: somebody owns the cell, or is to',
  ended: 'has ended',
  not_required: 'has no effect: the collection is not governed',
};

function waiverText({ object_ref: object, scope, reason, expires_at: end, planned, state }: OwnerWaiver): string {
  const lastDay = new Date(Date.parse(end) - 1).toISOString().slice(0, 10);
  return `${planned ? 'Planned waiver' : 'Waiver'} of ${object} × ${scope} ${BECAUSE[state]} (until ${lastDay}: ${reason})`;
}
