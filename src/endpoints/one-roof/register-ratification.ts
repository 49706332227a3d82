import type { Request, Response, Router } from 'express';
import { COMMANDS } from '../../contract/commands.ts';
import type { CommandName } from '../../contract/commands.ts';
import { BASE_PATH } from '../../contract/routes.ts';
import { GovernanceCode } from '../../contract/vocabulary.ts';
import type { Installation } from '../../governance/installation.ts';
import { actAsPerson } from '../../governance/ratification/commands/act-as-person.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import { relyingParty } from '../../signing/passkey/relying-party.ts';
import { requestDetail } from '../../governance/ratification/requests/request-detail.ts';
import { admit, refuseStrangers } from './access.ts';
import type { DirectusRequest } from './access.ts';
import { asyncRoute } from './async-route.ts';
import { COMMAND_HANDLERS } from './command-handlers.ts';
import type { CommandContext } from './command-handlers.ts';
import { notifyWhomItWaitsFor } from './notify.ts';
import type { NotificationServices } from './notify.ts';
import { parseBody } from './parse-body.ts';
import { parseQuery } from './parse-query.ts';
import { reauthenticateBy } from './reauthenticate.ts';
import type { AuthenticationServices } from './reauthenticate.ts';
import { proofOf, requireSomebody } from './session-proof.ts';
import { withoutPeople } from './without-people.ts';
import { z } from 'zod';
import type { LineLog } from '../../text/terminal.ts';

/** What a Directus process lends to the commands. */
export interface Lent {
  services: AuthenticationServices & NotificationServices;
  logger: Pick<LineLog, 'error'>;
}

/** Registers what people do about requests on a router that is mounted at `/one-roof`. */
export function registerRatification(router: Router, installation: Installation, lent: Lent): void {
  const base = BASE_PATH.slice('/one-roof'.length);
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    router.post(`${base}${COMMANDS[name].path}`, asyncRoute(answerCommand(name, installation, lent)));
  }
}

function answerCommand(name: CommandName, installation: Installation, { services, logger }: Lent) {
  return async (request: Request, response: Response): Promise<void> => {
    const { accountability, schema } = request as DirectusRequest;
    const { code: inPath } = parseQuery(z.strictObject({ code: GovernanceCode.optional() }), request.originalUrl, request.params as never);
    const { access, body: expected, data: answered } = COMMANDS[name];
    requireSomebody(request as DirectusRequest);
    refuseStrangers(access, installation, accountability);
    const { proof, asker, seesPeople } = await installation.read(async (session, settings) => ({
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
      detail: () => installation.read((session) => requestDetail(session, { code }, asker, trust)),
    };
    const data = await COMMAND_HANDLERS[name](context, body as never);
    if (code !== '') await notifyWhomItWaitsFor(code, installation, services, { schema, logger });
    response.setHeader('Cache-Control', 'no-store');
    response.json({ data: seesPeople ? data : withoutPeople(answered, data, [installation.settings.trustFile]), meta: {} });
  };
}
