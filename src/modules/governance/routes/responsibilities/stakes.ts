import { NO_GROUP } from '../../../../contract/paths.ts';
import { writeAddress } from '../../../../app/object-address.ts';
import type { ObjectAddress } from '../../../../app/object-address.ts';
import type { Data } from '../../../../contract/routes.ts';
import type { Relation } from '../../../../contract/vocabulary.ts';

/** Cells of one object that are alike in everything but their scope. */
export interface Stake {
  key: string;
  relation: Relation;
  /** One of them: what it says of owner, anchor and time holds for all. */
  sample: Data<'responsibilities'>;
  scopes: string[];
}

/** An object and what somebody has to do with it. */
interface ObjectStakes {
  key: string;
  object: ObjectAddress;
  stakes: Stake[];
}

/** The objects of a group. */
export interface GroupStakes {
  group: string;
  objects: ObjectStakes[];
}

/** Puts cells together that come by group and object: as they are listed by default. */
export function groupStakes(cells: readonly Data<'responsibilities'>[]): GroupStakes[] {
  const groups: GroupStakes[] = [];
  for (const cell of cells) {
    const place = cell.group ?? NO_GROUP;
    let group = groups.at(-1);
    if (group?.group !== place) groups.push((group = { group: place, objects: [] }));

    const address = { type: cell.object_type, ref: cell.object_ref };
    let object = group.objects.at(-1);
    if (object?.key !== writeAddress(address))
      group.objects.push((object = { key: writeAddress(address), object: address, stakes: [] }));

    const { relation, owner, anchor_type, anchor_ref, current_owner, waived_until } = cell;
    const key = JSON.stringify([relation, owner, anchor_type, anchor_ref, current_owner, waived_until]);
    const stake = object.stakes.find((one) => one.key === key);
    if (stake === undefined) object.stakes.push({ key, relation, sample: cell, scopes: [cell.scope] });
    else stake.scopes.push(cell.scope);
  }
  return groups;
}
