import { STATE_COLORS, STATE_ICONS } from '../../../../app/cell-state.ts';
import type { Relation } from '../../../../contract/vocabulary.ts';

/** The relations of somebody to a cell, the firmest first. */
export const RELATIONS: readonly Relation[] = ['accountable', 'planned', 'conflict', 'owner_dead', 'waived'];

/** The icon and colour of each: those of the state of the cell, where it has one of its own. */
export const RELATION_LOOKS: Readonly<Record<Relation, { icon: string; color: string }>> = {
  accountable: { icon: STATE_ICONS.owned_direct, color: STATE_COLORS.owned_direct },
  planned: { icon: 'edit_note', color: 'var(--theme--primary, #6644ff)' },
  conflict: { icon: STATE_ICONS.conflict, color: STATE_COLORS.conflict },
  owner_dead: { icon: STATE_ICONS.owner_dead, color: STATE_COLORS.owner_dead },
  waived: { icon: STATE_ICONS.waived, color: STATE_COLORS.waived },
};

/** Reads a text as a relation. */
export function isRelation(text: string): text is Relation {
  return RELATIONS.some((relation) => relation === text);
}
