import type { Request, Response, Router } from 'express';
import { BASE_PATH } from '../../contract/routes.ts';
import { PLAN_WHAT_IF_ACCESS, PLAN_WHAT_IF_PATH, PlanWhatIfRequest } from '../../contract/what-if.ts';
import type { Installation } from '../../governance/installation.ts';
import { PlanReader } from '../../governance/plan/plan-reader.ts';
import { planWhatIf } from '../../governance/what-if/plan-what-if.ts';
import { refuseStrangers } from './access.ts';
import type { DirectusRequest } from './access.ts';
import { asyncRoute } from './async-route.ts';
import { parseBody } from './parse-body.ts';

/**
 * Registers what is asked by POST on a router that is mounted at `/one-roof`. Administrators only.
 *
 * @param plans who reads the plans; by default the thread that the package brings.
 */
export function registerCommands(
  router: Router,
  installation: Installation,
  plans = new PlanReader(new URL('cli/plan-worker.js', import.meta.url)),
): void {
  router.post(`${BASE_PATH.slice('/one-roof'.length)}${PLAN_WHAT_IF_PATH}`, asyncRoute(answerPlanWhatIf(installation, plans)));
}

/** What registering a plan would come to. Writes nothing. */
function answerPlanWhatIf(installation: Installation, plans: PlanReader) {
  return async (request: Request, response: Response): Promise<void> => {
    const { accountability } = request as DirectusRequest;
    refuseStrangers(PLAN_WHAT_IF_ACCESS, installation, accountability);
    const { plan, ...asked } = parseBody(PlanWhatIfRequest, request);
    const { outcome } = await plans.with(plan, (written) =>
      installation.whatIf((session, { excludedTables }) => planWhatIf(session, written, asked, asked, excludedTables)),
    );
    response.setHeader('Cache-Control', 'no-store');
    response.json({ data: outcome, meta: {} });
  };
}
