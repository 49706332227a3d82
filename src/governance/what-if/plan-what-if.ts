import type { WhatIf } from '../../contract/answers/what-if.ts';
import type { WhatIfSession } from '../../database/sessions/session.ts';
import { checkPlan } from '../plan/check-plan.ts';
import type { CheckedPlan } from '../plan/check-plan.ts';
import type { WrittenPlan } from '../plan/read-plan.ts';
import { planChange, readChanges } from './change.ts';
import type { WrittenChanges } from './change.ts';
import { whatIf } from './what-if.ts';
import type { CellPage } from './what-if.ts';

/** A plan that fits, and what would come of registering it. */
export interface TriedPlan {
  checked: CheckedPlan;
  outcome: WhatIf;
}

/**
 * Previews the registration of a plan, and further changes on top of it.
 *
 * @throws OneRoofError ONE_ROOF_PLAN_INVALID with every problem and its line; and as whatIf().
 */
export async function planWhatIf(
  session: WhatIfSession,
  written: WrittenPlan,
  further: WrittenChanges,
  page: CellPage,
  excludedTables: readonly string[] = [],
): Promise<TriedPlan> {
  const checked = await checkPlan(session, written, excludedTables);
  const outcome = await whatIf(session, [planChange(checked, excludedTables), ...readChanges(further)], page);
  return { checked, outcome };
}
