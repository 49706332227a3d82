import { z } from 'zod';
import { prose } from '../personal.ts';
import { CellState, ClaimVerdict, GovernanceCode, OwnerKind, Resolution } from '../vocabulary.ts';

const count = z.coerce.number().int().nonnegative();
const percent = z.coerce.number().min(0).max(100).nullable();

export const CoverageSummary = z
  .object({
    total_cells: count.describe('Required cells: governed objects × active scopes.'),
    covered_cells: count.describe('Cells with exactly one accountable owner, who is not dead.'),
    gap_cells: count.describe('Cells that nobody owns.'),
    waived_cells: count.describe('Cells decided to have no owner, until the waiver ends.'),
    dead_cells: count.describe('Cells whose owner is retired, or whose Directus role has no active user.'),
    conflicts: count.describe('Cells with more than one nearest owner.'),
    coverage_pct: percent.describe(
      'covered_cells / total_cells in percent, two decimals; null where nothing is required.',
    ),
    objects: count,
    scopes: count,
    ownership_anchors: count.describe('Owner rows that containers pass on to what they contain.'),
    planned_cells: count.describe(
      'Required cells that the plan in force names an owner for. A planned owner answers for nothing yet.',
    ),
  })
  .meta({ id: 'CoverageSummary' });

export const ScopeCoverage = z
  .object({
    scope: GovernanceCode,
    description: z.string(),
    objects: count,
    covered: count,
    gap: count,
    waived: count,
    dead: count,
    conflicts: count,
    planned: count.describe('Cells that the plan in force names an owner for.'),
  })
  .meta({ id: 'ScopeCoverage' });

export const GroupCoverage = z
  .object({
    group: GovernanceCode.nullable().describe('null: the governed collections that belong to no group.'),
    group_name: z.string().nullable(),
    objects: count,
    covered: count.describe('Cells, as in the further columns.'),
    gap: count,
    waived: count,
    dead: count,
    conflicts: count,
  })
  .meta({ id: 'GroupCoverage' });

export const OwnerCoverage = z
  .object({
    owner: GovernanceCode,
    owner_name: z.string(),
    alive: z.boolean().describe('False where the owner is retired or its Directus role has no active user.'),
    accountable_cells: count.describe(
      'Every cell that resolves to the owner, also those of groups: direct + inherited.',
    ),
    direct: count,
    inherited: count,
    planned_cells: count.describe('Required cells that the plan in force names the owner for.'),
  })
  .meta({ id: 'OwnerCoverage' });

export const ObjectCoverage = z
  .object({
    object_type: z.string(),
    object_ref: z.string(),
    group: z.string().nullable(),
    scopes_required: count,
    scopes_covered: count,
    scopes_gap: count,
    cells: z
      .record(
        z.string(),
        z.object({ state: CellState, owner: z.string().nullable(), planned_owner: z.string().nullable() }),
      )
      .describe('The cells of the object, by scope; `planned_owner` is the owner that the plan in force names.'),
  })
  .meta({ id: 'ObjectCoverage' });

export const GapCell = z
  .object({
    object_type: z.string(),
    object_ref: z.string(),
    scope: GovernanceCode,
    group: z.string().nullable(),
    since: z.iso.datetime().describe('Since when the cell is required and nobody owns it.'),
    planned_owner: GovernanceCode.nullable().describe('The owner that the plan in force names for the cell.'),
  })
  .meta({ id: 'GapCell' });

const Claim = z
  .object({
    owner: GovernanceCode,
    owner_kind: OwnerKind,
    source_anchor_type: z.string(),
    source_anchor_ref: z.string(),
    depth: count,
    verdict: ClaimVerdict,
  })
  .meta({
    id: 'OwnerClaim',
    description: 'An owner row met on the climb from the object to its containers, and what became of it.',
  });

export const OwnershipDetail = z
  .object({
    scope: GovernanceCode,
    state: z
      .union([CellState, z.literal('not_required')])
      .describe('`not_required`: the object is not in the inventory.'),
    owner: GovernanceCode.nullable(),
    owner_name: z.string().nullable(),
    owner_kind: OwnerKind.nullable(),
    owner_alive: z
      .boolean()
      .nullable()
      .describe('False where the owner is retired or its Directus role has no active user.'),
    resolution: Resolution.nullable(),
    source_anchor_type: z.string().nullable(),
    source_anchor_ref: z.string().nullable(),
    depth: count.nullable(),
    planned_owner: GovernanceCode.nullable().describe('The owner that the plan in force names for the cell.'),
    planned_owner_name: z.string().nullable(),
    planned_anchor_type: z.string().nullable(),
    planned_anchor_ref: z.string().nullable(),
    why: z.array(Claim),
  })
  .meta({ id: 'OwnershipDetail' });

const Run = z
  .object({
    run_id: z.string(),
    status: z.enum(['running', 'completed', 'failed', 'throttled', 'refused']),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    error_text: prose().nullable(),
  })
  .meta({ id: 'ScanRun' });

export const ScanStatus = z
  .object({
    ruleset: z.string().nullable().describe('Version of the active ruleset.'),
    last_run: Run.nullable(),
    runs: count,
    candidate_states: count,
    candidate_objects: count,
    cursor: z
      .object({ worker: z.string(), watermark: z.string().nullable(), events_seen: count, lag: count.nullable() })
      .nullable()
      .describe('How far the cursor worker has read, null before it first ran.'),
  })
  .meta({ id: 'ScanStatus' });
