import type { Request, Response, Router } from 'express';
import { Document } from 'yaml';
import { BASE_PATH } from '../../contract/routes.ts';
import { OneRoofError } from '../../contract/errors.ts';
import { PLAN_WHAT_IF_ACCESS, PLAN_WHAT_IF_PATH, PlanWhatIfRequest } from '../../contract/what-if.ts';
import type { Installation } from '../../governance/installation.ts';
import { isTooDeep, MAX_PLAN_DEPTH } from '../../governance/plan/plan-limits.ts';
import { readPlan } from '../../governance/plan/read-plan.ts';
import { planWhatIf } from '../../governance/what-if/plan-what-if.ts';
import { refuseStrangers } from './access.ts';
import type { DirectusRequest } from './access.ts';
import { asyncRoute } from './async-route.ts';
import { parseBody } from './parse-body.ts';
import { visibleYaml } from '../../text/yaml.ts';

/** Registers what is asked by POST on a router that is mounted at `/one-roof`. Administrators only. */
export function registerCommands(router: Router, installation: Installation): void {
  router.post(`${BASE_PATH.slice('/one-roof'.length)}${PLAN_WHAT_IF_PATH}`, asyncRoute(answerPlanWhatIf(installation)));
}

/** What registering a plan would come to. Writes nothing. */
function answerPlanWhatIf(installation: Installation) {
  return async (request: Request, response: Response): Promise<void> => {
    const { accountability } = request as DirectusRequest;
    refuseStrangers(PLAN_WHAT_IF_ACCESS, installation, accountability);
    const { plan, ...asked } = parseBody(PlanWhatIfRequest, request);
    const written = readPlan(typeof plan === 'string' ? plan : visibleYaml(new Document(requireShallow(plan)), {}));
    const { outcome } = await installation.whatIf((session, { excludedTables }) =>
      planWhatIf(session, written, asked, asked, excludedTables),
    );
    response.setHeader('Cache-Control', 'no-store');
    response.json({ data: outcome, meta: {} });
  };
}

/** A plan that came as JSON, unless it is nested deeper than one may be: writing it as YAML would overflow the stack. */
function requireShallow(plan: unknown): unknown {
  if (!isTooDeep(plan)) return plan;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The plan is nested too deep', {
    subject: 'plan',
    expected: `at most ${MAX_PLAN_DEPTH} levels`,
    found: 'more',
  });
}
