import { z } from 'zod';
import { CellState, GovernanceCode, Relation } from '../vocabulary.ts';

const count = z.coerce.number().int().nonnegative();

export const Responsibility = z
  .object({
    object_type: z.string(),
    object_ref: z.string(),
    group: z.string().nullable(),
    scope: GovernanceCode,
    relation: Relation.describe(
      'accountable: you answer for the cell; owner_dead: your owner is named but retired; conflict: several are equally near, one is yours; planned, waived: the plan in force names you.',
    ),
    owner: GovernanceCode.describe('The owner of yours that this is about.'),
    owner_name: z.string(),
    state: CellState.describe('How the cell is now.'),
    current_owner: GovernanceCode.nullable().describe('Who owns the cell now.'),
    anchor_type: z.string().nullable().describe('Where your owner is stated, or would be.'),
    anchor_ref: z.string().nullable(),
    waived_until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Responsibility' });

const OwnOwner = z
  .object({
    owner: GovernanceCode,
    owner_name: z.string(),
    description: z.string().nullable(),
    retired: z.boolean(),
    accountable: count.describe('Cells, as in the further columns.'),
    planned: count,
    conflict: count,
    owner_dead: count,
    waived: count,
  })
  .meta({
    id: 'OwnOwner',
    description: 'An owner that represents one of your roles, and its required cells by relation.',
  });

export const ResponsibilitySummary = z
  .object({
    owners: z.array(OwnOwner),
    objects: count.describe('Objects with a cell of yours.'),
    limited: z
      .boolean()
      .describe('True where only the collections that you may read are counted: you may not read governance.'),
  })
  .meta({ id: 'ResponsibilitySummary' });
