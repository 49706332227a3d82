import { NO_GROUP } from '../../contract/paths.ts';
import type { CheckedPlan } from '../plan/check-plan.ts';

/** A change of what is governed, in the form that apply_changes() (SQL) takes. */
export type Change =
  | { kind: 'plan'; plan: Record<string, unknown>; source: string; excluded: readonly string[] }
  | { kind: 'move'; collection: string; group: string | null }
  | { kind: 'retire'; what: 'owner' | 'scope'; code: string };

/** Changes as people write them: `GOV-DOT` or `scope:audit` to be retired, `articles:GRP-AI` to be moved. */
export interface WrittenChanges {
  retire: readonly string[];
  move: readonly string[];
}

/** The changes in the order in which they are done: moves before what is retired. */
export function readChanges({ retire, move }: WrittenChanges): Change[] {
  return [...move.map(readMove), ...retire.map(readRetirement)];
}

/** A checked plan as a change. */
export function planChange({ resolved, written }: CheckedPlan, excludedTables: readonly string[]): Change {
  return { kind: 'plan', plan: resolved, source: written.source, excluded: excludedTables };
}

/** The name of a collection may have a colon in it, the code of a group has none. */
function readMove(text: string): Change {
  const colon = text.lastIndexOf(':');
  const group = text.slice(colon + 1);
  return { kind: 'move', collection: text.slice(0, colon), group: group === NO_GROUP ? null : group };
}

function readRetirement(text: string): Change {
  const colon = text.indexOf(':');
  return { kind: 'retire', what: text.slice(0, colon) === 'scope' ? 'scope' : 'owner', code: text.slice(colon + 1) };
}
