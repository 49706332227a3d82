import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Data } from '../../contract/routes.ts';
import type { WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { currentEnvironment } from '../environment/declare-environment.ts';
import { coverageSummary } from '../ownership/coverage-summary.ts';
import { checkPlan } from './check-plan.ts';
import type { CheckedPlan } from './check-plan.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { WrittenPlan } from './read-plan.ts';

export interface RegisteredPlan {
  checked: CheckedPlan;
  coverage: Data<'coverageSummary'>;
  /** How many seats were filled: all that the plan names, or none because they had been filled before. */
  seated: number;
  /**
   * Set if it waits: a release was applied, and the plan would change who answers for existing cells.
   */
  waiting: { id: number; cells: number } | null;
}

const Waiting = z.object({ id: z.coerce.number(), cells: z.coerce.number() });

/**
 * Makes a plan the plan in force: its scopes, owners, groups, containment and the roles of its collections. No owner row
 * is written, so that what nobody owns becomes visible before anybody ratifies anything. After the first release a plan that
 * would change who answers for an existing cell waits for a release instead. Recorded in the ledger, in the caller's
 * transaction.
 *
 * @throws OneRoofError ONE_ROOF_PLAN_INVALID, and ONE_ROOF_PRECONDITION_FAILED on a database that was not declared.
 */
export async function registerPlan(
  session: WriteSession,
  written: WrittenPlan,
  by: Actor & { reason: string },
  excludedTables: readonly string[] = [],
): Promise<RegisteredPlan> {
  const environment = await currentEnvironment(session);
  if (environment.kind === 'undeclared') {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Database ${environment.dbname} has not been declared`, {
      subject: 'environment',
      expected: 'a database that was declared production or clone',
      found: 'no declaration',
      fix: 'Run `one-roof environment declare --production`, or `--clone` on a clone.',
    });
  }

  const checked = await checkPlan(session, written, excludedTables);
  await beginAct(session, { ...by, action: 'plan.register' });
  const { id } = parseRow(
    z.object({ id: z.coerce.number().nullable() }),
    await session.query('select register_plan($1, $2, $3, $4) as id', [
      checked.resolved,
      written.source,
      by.actor,
      excludedTables,
    ]),
  );
  const seated = await seatPeople(session, checked, by);
  const coverage = await coverageSummary(session);
  if (id !== null) {
    const touched = await session.query('select id, cells from governance_proposed_change where id = $1', [id]);
    return { checked, coverage, seated, waiting: parseRow(Waiting, touched) };
  }
  const { objects, scopes, cells } = checked.numbers;
  if (coverage.objects !== objects || coverage.scopes !== scopes || coverage.total_cells !== cells) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'Registering the plan gave other numbers than the check', {
      subject: 'plan',
      expected: `${objects} objects × ${scopes} scopes = ${cells} cells`,
      found: `${coverage.objects} objects × ${coverage.scopes} scopes = ${coverage.total_cells} cells`,
      fix: 'Nothing was registered. Find out which collections differ: `one-roof scan`, then `one-roof plan check`.',
    });
  }
  return { checked, coverage, seated, waiting: null };
}

/** Fills the seats that the plan names, if nobody holds one yet; from then on a request that people ratify changes them. */
async function seatPeople(session: WriteSession, { written, resolved }: CheckedPlan, by: Actor): Promise<number> {
  if (written.plan.ratification === undefined) return 0;
  const statement = `
    select case when exists (select from current_policy()) then 0 else seat_people($1::jsonb -> 'ratification', $2) end as seated`;
  return parseRow(z.object({ seated: z.coerce.number() }), await session.query(statement, [resolved, by.actor])).seated;
}
