import type { Request, Response, Router } from 'express';
import { stringify } from 'yaml';
import { OneRoofError } from '../../contract/errors.ts';
import { BASE_PATH } from '../../contract/routes.ts';
import { PLAN_WHAT_IF_PATH, PlanWhatIfRequest } from '../../contract/what-if.ts';
import type { Installation } from '../../governance/installation.ts';
import { readPlan } from '../../governance/plan/read-plan.ts';
import { planWhatIf } from '../../governance/what-if/plan-what-if.ts';
import { requireAdmin } from './access.ts';
import type { DirectusRequest } from './access.ts';
import { asyncRoute } from './async-route.ts';

/** Registers what is asked by POST on a router that is mounted at `/one-roof`. Administrators only. */
export function registerCommands(router: Router, installation: Installation): void {
  router.post(`${BASE_PATH.slice('/one-roof'.length)}${PLAN_WHAT_IF_PATH}`, asyncRoute(answerPlanWhatIf(installation)));
}

/** What registering a plan would come to. Writes nothing. */
function answerPlanWhatIf(installation: Installation) {
  return async (request: Request, response: Response): Promise<void> => {
    requireAdmin((request as DirectusRequest).accountability);
    const { plan, ...asked } = parseBody(request);
    const written = readPlan(typeof plan === 'string' ? plan : stringify(plan));
    const { outcome } = await installation.whatIf((session, { excludedTables }) =>
      planWhatIf(session, written, asked, asked, excludedTables),
    );
    response.setHeader('Cache-Control', 'no-store');
    response.json({ data: outcome, meta: {} });
  };
}

/** The body. Only JSON: that is what a page of another site cannot send with the cookie of the user. */
function parseBody(request: Request): PlanWhatIfRequest {
  if (!request.is('application/json')) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The body is not JSON', {
      subject: 'Content-Type',
      expected: 'application/json',
      found: request.get('content-type') ?? 'nothing',
    });
  }
  const parsed = PlanWhatIfRequest.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'wrong'}`, {
    subject: String(issue?.path[0] ?? 'body'),
    expected: 'plan, and if wanted retire, move, limit, cursor',
  });
}
