import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Data } from '../../contract/routes.ts';
import { Plan } from '../../contract/plan.ts';
import type { CloneSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { coverageSummary } from '../ownership/coverage-summary.ts';
import { parseRow } from '../../database/parse-rows.ts';

export interface AppliedPlan {
  /** `created_by` of every row that was written: what a rollback names. */
  tag: string;
  anchors: number;
  coverage: Data<'coverageSummary'>;
}

const Before = z.object({
  expected: Plan.shape.expected.nullable(),
  own: z.coerce.number(),
  rows: z.coerce.number().nullable(),
});

/**
 * Writes the owners of the plan in force on a proven clone, in the caller's transaction (connection class clone-write):
 * the way to see a plan's effect. In production owners become active through a ratified release only.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if there is no plan, if owner rows are already there, or if what
 *   comes out is not what was planned. Nothing is kept then.
 */
export async function applyPlanOnClone(session: CloneSession, by: Actor & { reason: string }): Promise<AppliedPlan> {
  await beginAct(session, { ...by, action: 'plan.apply_on_clone' });
  await session.query('lock table governance_object_ownership, governance_owner_waiver in share row exclusive mode');
  const before = parseRow(
    Before,
    await session.query(`
      select current_plan() -> 'expected' as expected, (select count(*) from governance_object_ownership) as own,
        (select count(*) from plan_anchor(current_plan())) as rows`),
  );
  if (before.expected === null)
    throw refused('No plan is registered', 'a registered plan', 'none', 'Run `one-roof plan register` first.');
  if (before.own > 0) {
    throw refused(
      'Owner rows are already there',
      '0 owner rows',
      String(before.own),
      'A plan is applied once: start from a fresh clone.',
    );
  }

  const { tag } = parseRow(z.object({ tag: z.string() }), await session.query('select apply_plan_on_clone() as tag'));
  const { own } = parseRow(
    z.object({ own: z.coerce.number() }),
    await session.query('select count(*) as own from governance_object_ownership'),
  );
  const coverage = await coverageSummary(session);

  const { anchors, gap_after: gapAfter } = before.expected;
  if (own !== before.rows)
    throw refused('Not every owner row was written', String(before.rows), String(own), 'This is a defect: report it.');
  if (coverage.conflicts > 0) {
    throw refused(
      'The plan makes conflicts',
      '0 conflicts',
      String(coverage.conflicts),
      'Give each object one nearest owner per scope.',
    );
  }
  if (anchors !== undefined && coverage.ownership_anchors !== anchors) {
    throw refused(
      'Not the expected number of anchors',
      String(anchors),
      String(coverage.ownership_anchors),
      'Correct `expected.anchors` or the plan.',
    );
  }
  if (gapAfter !== undefined && coverage.gap_cells !== gapAfter) {
    throw refused(
      'Not the expected number of gaps',
      String(gapAfter),
      String(coverage.gap_cells),
      'Correct `expected.gap_after` or the plan.',
    );
  }
  return { tag, anchors: coverage.ownership_anchors, coverage };
}

function refused(message: string, expected: string, found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', message, { subject: 'plan', expected, found, fix });
}
