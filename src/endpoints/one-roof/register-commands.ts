import type { Request, Response, Router } from 'express';
import { stringify } from 'yaml';
import { BASE_PATH } from '../../contract/routes.ts';
import { PLAN_WHAT_IF_PATH, PlanWhatIfRequest } from '../../contract/what-if.ts';
import type { Installation } from '../../governance/installation.ts';
import { readPlan } from '../../governance/plan/read-plan.ts';
import { planWhatIf } from '../../governance/what-if/plan-what-if.ts';
import { requireAdmin } from './access.ts';
import type { DirectusRequest } from './access.ts';
import { asyncRoute } from './async-route.ts';
import { parseBody } from './parse-body.ts';

/** Registers what is asked by POST on a router that is mounted at `/one-roof`. Administrators only. */
export function registerCommands(router: Router, installation: Installation): void {
  router.post(`${BASE_PATH.slice('/one-roof'.length)}${PLAN_WHAT_IF_PATH}`, asyncRoute(answerPlanWhatIf(installation)));
}

/** What registering a plan would come to. Writes nothing. */
function answerPlanWhatIf(installation: Installation) {
  return async (request: Request, response: Response): Promise<void> => {
    requireAdmin((request as DirectusRequest).accountability);
    const { plan, ...asked } = parseBody(PlanWhatIfRequest, request);
    const written = readPlan(typeof plan === 'string' ? plan : stringify(plan));
    const { outcome } = await installation.whatIf((session, { excludedTables }) =>
      planWhatIf(session, written, asked, asked, excludedTables),
    );
    response.setHeader('Cache-Control', 'no-store');
    response.json({ data: outcome, meta: {} });
  };
}
