import { z } from 'zod';
import { CoverageSummary } from './coverage.ts';
import { limit } from '../paging.ts';
import { personal } from '../personal.ts';
import { NO_GROUP } from '../paths.ts';
import { CellState, GovernanceCode, PlainText } from '../vocabulary.ts';

const count = z.coerce.number().int().nonnegative();

/** The longest plan that may be sent, in characters. */
export const MAX_PLAN_LENGTH = 900_000;

/** How many changes may be asked about at once. */
const MAX_CHANGES = 100;

const Retirement = z
  .string()
  .regex(
    /^(?:(?:owner|scope):)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'the code of an owner, owner:CODE, or scope:CODE for a responsibility scope',
  );

const Move = PlainText.refine(
  (text) => new RegExp(`^.+:(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63}|${NO_GROUP})$`, 's').test(text),
  `collection:group, or collection:${NO_GROUP} for no group`,
);

const changes = {
  retire: z
    .array(Retirement)
    .max(MAX_CHANGES)
    .default([])
    .describe('Owners (`GOV-DOT`) or scopes (`scope:audit`) to be retired.'),
  move: z
    .array(Move)
    .max(MAX_CHANGES)
    .default([])
    .describe(`Collections to be moved to another group: \`articles:GRP-AI\`; \`articles:${NO_GROUP}\`: to none.`),
};
const page = { limit, cursor: PlainText.optional().describe('`next` of the page before; only for the same question.') };

/** Query of a what-if: the changes, and which page of the cells that they touch. */
export const WhatIfQuery = z.strictObject({ ...changes, ...page });
export type WhatIfQuery = z.output<typeof WhatIfQuery>;

/** The body of a POST: a plan, as the text of `plan.yaml` or as the object that it stands for, and changes on top of it. */
export const PlanWhatIfRequest = z.strictObject({
  plan: z
    .union([PlainText.max(MAX_PLAN_LENGTH, `a plan has at most ${MAX_PLAN_LENGTH} characters`), z.looseObject({})])
    .describe('The text of plan.yaml, or the object it stands for.'),
  ...changes,
  ...page,
});
export type PlanWhatIfRequest = z.output<typeof PlanWhatIfRequest>;

const CellSide = z
  .object({
    state: CellState,
    owner: GovernanceCode.nullable().describe('Who is accountable; null where nobody is, or several are.'),
    owner_role: z.string().nullable().describe('Id of the Directus role that the owner stands for.'),
    planned_owner: GovernanceCode.nullable().describe(
      'The owner that the plan in force names; after: the one that it would name then.',
    ),
    planned_owner_alive: z
      .boolean()
      .nullable()
      .describe('False where the planned owner is retired or nobody has its role.'),
  })
  .meta({ id: 'CellSide', description: 'A required cell at one moment.' });

/** Change of a cell: it is required from then on, or no longer; its owner changes; or only its planned owner. */
const CellChange = z.enum(['added', 'removed', 'owner', 'planned_owner']);

export const WhatIfCell = z
  .object({
    object_type: z.string(),
    object_ref: z.string(),
    scope: GovernanceCode,
    change: CellChange.describe(
      '`added`, `removed`: required only after, only before; `owner`: its state, its owner or the role of its owner changes; `planned_owner`: only its planned owner changes.',
    ),
    before: CellSide.nullable().describe('null where it is not required before.'),
    after: CellSide.nullable().describe('null where it is not required after.'),
  })
  .meta({ id: 'WhatIfCell' });
export type WhatIfCell = z.infer<typeof WhatIfCell>;

export const WhatIf = z
  .object({
    effect: z
      .enum(['at_once', 'through_release'])
      .describe(
        '`at_once`: it would take effect when it is done; `through_release`: it would wait, and a release would apply it.',
      ),
    before: CoverageSummary,
    after: CoverageSummary,
    idle_waivers: z
      .array(
        z.object({
          object_type: z.string(),
          object_ref: z.string(),
          scope: GovernanceCode,
          owner: GovernanceCode.nullable(),
          planned_owner: GovernanceCode.nullable(),
        }),
      )
      .describe(
        'Waivers that would say nothing: an owner beats a waiver, also a planned owner once the plan is applied.',
      ),
    changed: z
      .object({ added: count, removed: count, owner: count, planned_owner: count })
      .describe('All changed cells, by what becomes of them.'),
    cells: z.array(WhatIfCell).describe('A page of the changed cells, by object, then scope.'),
    next: z.string().nullable().describe('The cursor of the next page of cells; null on the last.'),
  })
  .meta({ id: 'WhatIf', description: 'The effect of a change. Nothing was saved.' });
export type WhatIf = z.infer<typeof WhatIf>;

/** A change that waits for a release: it would change who answers for a cell, or take cells out of what is required. */
export const WaitingChange = z
  .object({
    id: count,
    origin: z
      .enum(['discovery', 'plan'])
      .describe('What it came from: collections moved in Directus, or a plan that was registered.'),
    changes: z.array(z.string()).describe('What it does, in words; at most 100.'),
    cells: count.describe('Existing cells that it touches: no longer required, or with another owner, state or role.'),
    waiting_since: z.iso.datetime(),
    created_by: personal(z.string()),
  })
  .meta({ id: 'WaitingChange' });
export type WaitingChange = z.infer<typeof WaitingChange>;

/** A cell that a waiting change touches. */
export const WaitingChangeCell = WhatIfCell.extend({ change_id: count }).meta({ id: 'WaitingChangeCell' });
