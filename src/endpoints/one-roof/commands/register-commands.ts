import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { COMMANDS, PLAN_WHAT_IF } from '../../../contract/commands.ts';
import type { CommandName } from '../../../contract/commands.ts';
import { BASE_PATH } from '../../../contract/paths.ts';
import { GovernanceCode } from '../../../contract/vocabulary.ts';
import type { Installation } from '../../../governance/installation/installation.ts';
import { PlanReader } from '../../../governance/plan/plan-reader.ts';
import { actAsPerson } from '../../../governance/ratification/commands/act-as-person.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { relyingParty } from '../../../signing/passkey/relying-party.ts';
import { requestDetail } from '../../../governance/ratification/requests/request-detail.ts';
import { planWhatIf } from '../../../governance/what-if/plan-what-if.ts';
import type { LineLog } from '../../../text/terminal.ts';
import { admit, refuseStrangers } from '../access.ts';
import type { DirectusRequest } from '../access.ts';
import { asyncRoute } from '../async-route.ts';
import { COMMAND_HANDLERS } from './command-handlers.ts';
import type { CommandContext } from './command-handlers.ts';
import { notifyWhomItWaitsFor } from './notify.ts';
import type { NotificationServices } from './notify.ts';
import { parseBody } from './parse-body.ts';
import { parseQuery } from '../parse-query.ts';
import { reauthenticateBy } from './reauthenticate.ts';
import type { AuthenticationServices } from './reauthenticate.ts';
import { sendUncached } from '../send.ts';
import { proofOf, requireSomebody } from './session-proof.ts';
import { withoutPeople } from '../without-people.ts';

/** Dependencies of the commands that a Directus process provides. */
export interface CommandDependencies {
  services: AuthenticationServices & NotificationServices;
  logger: Pick<LineLog, 'error'>;
  /** The thread that reads plans. */
  plans: PlanReader;
}

/** The thread that reads plans, as the package brings it. */
export function packagedPlanReader(): PlanReader {
  return new PlanReader(new URL('cli/plan-worker.js', import.meta.url));
}

/** Registers everything that is sent by POST on a router that is mounted at `/one-roof`. */
export function registerCommands(router: Router, installation: Installation, dependencies: CommandDependencies): void {
  const post = (path: string, answer: (request: Request, response: Response) => Promise<void>) =>
    router.post(`${BASE_PATH.slice('/one-roof'.length)}${path}`, asyncRoute(answer));

  post(PLAN_WHAT_IF.path, answerPlanWhatIf(installation, dependencies));
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    post(COMMANDS[name].path, answerCommand(name, installation, dependencies));
  }
}

/** The what-if of a whole plan. It writes nothing. */
function answerPlanWhatIf(installation: Installation, { plans }: CommandDependencies) {
  return async (request: Request, response: Response): Promise<void> => {
    const { accountability } = request as DirectusRequest;
    refuseStrangers(PLAN_WHAT_IF.access, installation, accountability);
    const { plan, ...asked } = parseBody(PLAN_WHAT_IF.body, request);
    const { outcome } = await plans.with(plan, (written) =>
      installation.whatIf((session, { excludedTables }) => planWhatIf(session, written, asked, asked, excludedTables)),
    );
    sendUncached(response, outcome);
  };
}

/** An act of a person, proven by their session. */
function answerCommand(name: CommandName, installation: Installation, { services, logger }: CommandDependencies) {
  return async (request: Request, response: Response): Promise<void> => {
    const { accountability, schema } = request as DirectusRequest;
    const { code: inPath } = parseQuery(
      z.strictObject({ code: GovernanceCode.optional() }),
      request.originalUrl,
      request.params as never,
    );
    const { access, body: expected, data: answered } = COMMANDS[name];
    requireSomebody(request as DirectusRequest);
    refuseStrangers(access, installation, accountability);
    const { proof, reader, seesPeople } = await installation.read(async (session, settings) => ({
      proof: await proofOf(name, request as DirectusRequest, session),
      ...(await admit(session, access, { settings, accountability, code: inPath ?? '' })),
    }));
    const body = parseBody(expected, request);
    const code = inPath ?? ('code' in body ? body.code : '');
    const trust = readTrust(installation.settings.trustFile);
    const context: CommandContext = {
      code,
      user: proof.user,
      ip: accountability?.ip ?? null,
      requestRoles: installation.settings.requestRoles,
      trust,
      party: () => relyingParty(installation.settings.publicUrl ?? undefined),
      reauthenticate: reauthenticateBy(services, { accountability: accountability ?? null, schema }),
      act: (reason, work) =>
        installation.writeProduction(async (session) => {
          await actAsPerson(session, proof, `request.${name}`, reason);
          return work(session);
        }),
      detail: () => installation.read((session) => requestDetail(session, { code }, reader, trust)),
    };
    const data = await COMMAND_HANDLERS[name](context, body as never);
    if (code !== '') await notifyWhomItWaitsFor(code, installation, services, { schema, logger });
    sendUncached(response, seesPeople ? data : withoutPeople(answered, data, [installation.settings.trustFile]));
  };
}
