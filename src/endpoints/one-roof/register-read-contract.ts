import type { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Health } from '../../contract/health.ts';
import { openApiDocument } from '../../contract/openapi.ts';
import { BASE_PATH, pathParameters, ROUTES } from '../../contract/routes.ts';
import type { Route } from '../../contract/routes.ts';
import type { Session } from '../../database/session.ts';
import type { Installation } from '../../governance/installation.ts';
import { coverageWatermark } from '../../governance/ownership/coverage-watermark.ts';
import { parseObjectAddress } from '../../governance/ownership/ownership-detail.ts';
import type { Settings } from '../../governance/settings.ts';
import type { Asker } from '../../governance/ratification/asker.ts';
import type { Person } from '../../governance/ownership/responsibilities.ts';
import { version } from '../../../package.json';
import { askerOf, forbidden, isAnonymous, mayRead, mayReadCollection, personOf, refuseAnonymous, requireAdmin } from './access.ts';
import type { DirectusRequest, DirectusServices } from './access.ts';
import { ANSWERS, OF_RATIFICATION, PERSONAL, WATERMARKED } from './answers.ts';
import type { ReadRouteName } from './answers.ts';
import { asyncRoute } from './async-route.ts';
import { directusVersion } from './directus-version.ts';
import { parseQuery } from './parse-query.ts';
import { RecentAnswers } from './recent-answers.ts';
import { notModified, send, tagOf } from './send.ts';

/** For the routes that answer everybody alike. */
const NOBODY: Person = { roles: [], collections: [] };
const NO_ASKER: Asker = { user: null, all: false };

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
      response.setHeader('Cache-Control', 'no-store');
      response.json({ data: trusted ? health : { status: health.status }, meta: {} });
    }),
  );

  router.get(
    `${base}${ROUTES.doctor.path}`,
    asyncRoute(async (request, response) => {
      requireAdmin((request as DirectusRequest).accountability);
      parseQuery(ROUTES.doctor.query, request.originalUrl);
      const said = await installation.diagnose({
        oneRoof: version,
        directus: await directusVersion(services, request as DirectusRequest),
        node: process.versions.node,
      });
      response.setHeader('Cache-Control', 'no-store');
      response.json({ data: said, meta: {} });
    }),
  );

  router.get(
    `${base}/openapi.json`,
    asyncRoute(async (request, response) => {
      const started = performance.now();
      const { accountability } = request as DirectusRequest;
      refuseAnonymous(installation.settings, accountability);
      parseQuery(z.strictObject({}), request.originalUrl);
      await installation.read(async (session, settings) => {
        if (!(await mayRead(session, settings, accountability))) throw forbidden(accountability);
      });
      const document = openApiDocument(version);
      if (!notModified(request, response, tagOf(document), started)) response.json(document);
    }),
  );
}

function answerRoute(name: ReadRouteName, route: Route, recent: RecentAnswers, installation: Installation, services: DirectusServices) {
  return async (request: Request, response: Response): Promise<void> => {
    const started = performance.now();
    const directusRequest = request as DirectusRequest;
    const readers = (settings: Settings) => (route.confidential === true ? { ...settings, publicRead: false } : settings);
    refuseAnonymous(readers(installation.settings), directusRequest.accountability);
    const inPath = pathParameters(route.path).map((parameter) => [parameter, request.params[parameter] ?? ''] as const);
    const query = parseQuery(route.query, request.originalUrl, Object.fromEntries(inPath)) as never;
    const work = async (session: Session, settings: Settings) => {
      const person = PERSONAL.has(name) ? await personOf(session, settings, services, directusRequest) : NOBODY;
      const asker = OF_RATIFICATION.has(name) ? await askerOf(session, settings, directusRequest.accountability) : NO_ASKER;
      if (person === NOBODY && asker === NO_ASKER && !(await mayRead(session, readers(settings), directusRequest.accountability))) {
        const object = name === 'ownershipDetail' ? parseObjectAddress((query as { object: string }).object) : null;
        if (object === null || !(await mayReadCollection(services, directusRequest, object)))
          throw forbidden(directusRequest.accountability);
      }

      const tag = WATERMARKED.has(name)
        ? tagOf([await coverageWatermark(session), version, name, query, request.accepts('json', 'csv'), person])
        : null;
      if (tag !== null && notModified(request, response, tag, started)) return;
      const answer = () => ANSWERS[name](session, query, { person, asker, settings });
      send(request, response, route, await (tag === null ? answer() : recent.recall(tag, answer)), tag, started);
    };
    await (name === 'whatIf' ? installation.whatIf(work) : installation.read(work));
  };
}

async function mayReadHealth(
  installation: Installation,
  health: Health,
  accountability: DirectusRequest['accountability'],
): Promise<boolean> {
  if (accountability?.admin === true) return true;
  if (health.status === 'closed' || isAnonymous(installation.settings, accountability)) return false;
  return installation.read((session, settings) => mayRead(session, settings, accountability));
}

function readsOnly(request: Request, response: Response, next: NextFunction): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) {
    next();
    return;
  }
  response.setHeader('Allow', 'GET, HEAD');
  next(
    new OneRoofError('ONE_ROOF_METHOD_NOT_ALLOWED', `${request.method} is not allowed here: the read contract only reads`, {
      subject: request.path,
      expected: 'GET or HEAD',
      found: request.method,
    }),
  );
}
