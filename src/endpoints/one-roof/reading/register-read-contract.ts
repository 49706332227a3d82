import type { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { Health } from '../../../contract/answers/health.ts';
import { openApiDocument } from '../../../contract/openapi.ts';
import { BASE_PATH } from '../../../contract/paths.ts';
import { DOCUMENT, pathParameters, ROUTES } from '../../../contract/routes.ts';
import type { Route } from '../../../contract/routes.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import type { Installation } from '../../../governance/installation/installation.ts';
import { coverageWatermark } from '../../../governance/ownership/coverage-watermark.ts';
import type { Settings } from '../../../governance/settings/settings.ts';
import type { Person } from '../../../governance/ownership/responsibilities.ts';
import { version } from '../../../../package.json';
import { admit, mayRead, refuseStrangers } from '../access.ts';
import type { DirectusRequest, DirectusServices } from '../access.ts';
import { ANSWERS } from './answers.ts';
import type { Caller, ReadRouteName } from './answers.ts';
import { asyncRoute } from '../async-route.ts';
import { parseQuery } from '../parse-query.ts';
import { RecentAnswers } from './recent-answers.ts';
import { isCurrent, send, sendNotModified, sendUncached, tagOf } from '../send.ts';
import { standingOf } from './standing.ts';
import { answerWithoutPeople } from '../without-people.ts';

/** For the routes that answer everybody alike. */
const NOBODY: Person = { roles: [], collections: [] };

/** Registers the read contract on a router that is mounted at `/one-roof`. It answers GET and HEAD only. */
export function registerReadContract(router: Router, installation: Installation, services: DirectusServices): void {
  const base = BASE_PATH.slice('/one-roof'.length);
  const recent = new RecentAnswers();
  router.use(base, readsOnly);

  for (const name of Object.keys(ANSWERS) as ReadRouteName[]) {
    const route: Route = ROUTES[name];
    router.get(`${base}${route.path}`, asyncRoute(answerRoute(name, route, recent, installation, services)));
  }

  router.get(
    `${base}${ROUTES.health.path}`,
    asyncRoute(async (request, response) => {
      parseQuery(ROUTES.health.query, request.originalUrl);
      const health = await installation.health();
      const trusted = await mayReadHealth(installation, health, (request as DirectusRequest).accountability);
      response.status(health.status === 'ready' ? 200 : 503);
      sendUncached(response, trusted ? health : { status: health.status });
    }),
  );

  router.get(
    `${base}${ROUTES.doctor.path}`,
    asyncRoute(async (request, response) => {
      refuseStrangers(ROUTES.doctor.access, installation, (request as DirectusRequest).accountability);
      parseQuery(ROUTES.doctor.query, request.originalUrl);
      const said = await installation.diagnose({
        oneRoof: version,
        directus: await directusVersion(services, request as DirectusRequest),
        node: process.versions.node,
      });
      sendUncached(response, said);
    }),
  );

  router.get(
    `${base}${DOCUMENT.path}`,
    asyncRoute(async (request, response) => {
      const started = performance.now();
      const { accountability } = request as DirectusRequest;
      refuseStrangers(DOCUMENT.access, installation, accountability);
      parseQuery(z.strictObject({}), request.originalUrl);
      await installation.read((session, settings) => admit(session, DOCUMENT.access, { settings, accountability }));
      const document = openApiDocument(version);
      if (isCurrent(request, response, tagOf(document))) sendNotModified(response, started);
      else response.json(document);
    }),
  );
}

function answerRoute(
  name: ReadRouteName,
  route: Route,
  recent: RecentAnswers,
  installation: Installation,
  services: DirectusServices,
) {
  return async (request: Request, response: Response): Promise<void> => {
    const started = performance.now();
    const directusRequest = request as DirectusRequest;
    const { accountability } = directusRequest;
    refuseStrangers(route.access, installation, accountability);
    const inPath = pathParameters(route.path).map((parameter) => [parameter, request.params[parameter] ?? ''] as const);
    const query = parseQuery(route.query, request.originalUrl, Object.fromEntries(inPath)) as never;
    const standing = await standingOf(route, query, directusRequest, { installation, services });
    // What is sent is sent after the snapshot has ended: until then its end may fail, and then the answer is that error.
    const work = async (
      session: ReadSession,
      settings: Settings,
      answerTo: (caller: Caller) => Promise<unknown>,
    ): Promise<() => void> => {
      const { reader, seesPeople } = await admit(session, route.access, {
        settings,
        accountability,
        code: request.params['code'] ?? '',
        seesObject: standing.seesObject,
      });
      const person = route.perCaller
        ? { roles: accountability?.roles ?? [], collections: standing.collections }
        : NOBODY;

      const tag =
        route.cached === 'by_watermark'
          ? tagOf([
              await coverageWatermark(session),
              version,
              name,
              query,
              request.accepts('json', 'csv'),
              person,
              seesPeople,
            ])
          : null;
      if (tag !== null && isCurrent(request, response, tag))
        return () => {
          sendNotModified(response, started);
        };
      const read = () => answerTo({ person, reader, settings });
      const answered = await (tag === null ? read() : recent.recall(tag, read));
      const shown = seesPeople ? answered : answerWithoutPeople(route, answered, [settings.trustFile]);
      return () => {
        send(request, response, route, shown, tag, started);
      };
    };
    const answer = await (name === 'whatIf'
      ? installation.whatIf((session, settings) =>
          work(session, settings, (caller) => ANSWERS[name](session, query, caller)),
        )
      : installation.read((session, settings) =>
          work(session, settings, (caller) => ANSWERS[name](session, query, caller)),
        ));
    answer();
  };
}

async function mayReadHealth(
  installation: Installation,
  health: Health,
  accountability: DirectusRequest['accountability'],
): Promise<boolean> {
  if (accountability?.admin === true) return true;
  if (health.status === 'closed' || !(installation.settings.publicRead || accountability?.user)) return false;
  return installation.read((session, settings) => mayRead(session, settings, accountability));
}

function readsOnly(request: Request, response: Response, next: NextFunction): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) {
    next();
    return;
  }
  response.setHeader('Allow', 'GET, HEAD');
  next(
    new OneRoofError(
      'ONE_ROOF_METHOD_NOT_ALLOWED',
      `${request.method} is not allowed here: the read contract only reads`,
      {
        subject: request.path,
        expected: 'GET or HEAD',
        found: request.method,
      },
    ),
  );
}

/** The version of the Directus that we run in, or null where it does not say. */
async function directusVersion(
  { ServerService }: DirectusServices,
  { accountability, schema }: DirectusRequest,
): Promise<string | null> {
  if (!accountability) return null;
  const { version } = await new ServerService({ accountability, schema }).serverInfo();
  return version ?? null;
}
