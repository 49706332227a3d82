import { areaOf, rankOf } from '../sql/areas.ts';
import type { Kind } from '../sql/definitions.ts';
import type { Reference } from '../sql/references.ts';
import type { Sources } from '../sql/sources.ts';

/**
 * References from an area of the SQL to a higher one, in words; none if all go down.
 * Objects that no file defines are left out: the triggers that arm_ledger() and await_capability() make, the tables of Knex.
 */
export function backReferences(references: readonly Reference[], sources: Sources): string[] {
  const fileOf = (object: string) => {
    const [kind = '', name = ''] = object.split(' ');
    return sources.find(kind as Kind, name)?.file;
  };
  const found = references.flatMap(({ from, to, via }) => {
    const [source, target] = [fileOf(from), fileOf(to)];
    if (source === undefined || target === undefined) return [];
    const [low, high] = [areaOf(source), areaOf(target)];
    return rankOf(low) < rankOf(high)
      ? [`${from} (${low}) refers to ${to} of the higher area ${high}, by its ${via}`]
      : [];
  });
  return [...new Set(found)].sort();
}
