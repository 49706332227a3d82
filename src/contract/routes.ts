import type { z } from 'zod';
import type { Access } from './access.ts';
import type { PATHS } from './paths.ts';
import { ACTIVITY_ROUTES } from './routes/activity.ts';
import { COUNCIL_ROUTES } from './routes/council.ts';
import { COVERAGE_ROUTES } from './routes/coverage.ts';
import { GATE_ROUTES } from './routes/gate.ts';
import { INSTALLATION_ROUTES } from './routes/installation.ts';
import { LEDGER_ROUTES } from './routes/ledger.ts';
import { PLAN_ROUTES } from './routes/plan.ts';
import { RELEASES_ROUTES } from './routes/releases.ts';
import { REQUESTS_ROUTES } from './routes/requests.ts';
import { RESPONSIBILITIES_ROUTES } from './routes/responsibilities.ts';
import type { Route } from './routes/route.ts';

export { BASE_PATH } from './paths.ts';
export type { Route } from './routes/route.ts';

/**
 * The routes of the read contract, area by area. The endpoint registers, admits, parses and caches by them, the OpenAPI
 * document is made of them, and app and client take their types from them.
 */
export const ROUTES = {
  ...COVERAGE_ROUTES,
  ...PLAN_ROUTES,
  ...RESPONSIBILITIES_ROUTES,
  ...ACTIVITY_ROUTES,
  ...GATE_ROUTES,
  ...LEDGER_ROUTES,
  ...REQUESTS_ROUTES,
  ...COUNCIL_ROUTES,
  ...RELEASES_ROUTES,
  ...INSTALLATION_ROUTES,
} as const satisfies { [Name in keyof typeof PATHS]: Route & { path: (typeof PATHS)[Name] } };

/** The OpenAPI document, which is answered as it is. */
export const DOCUMENT = { path: '/openapi.json', access: 'readers' } as const satisfies {
  path: string;
  access: Access;
};

/** The parameters that stand in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([a-z]+)/g)].flatMap(([, name]) => name ?? []);
}

export type RouteName = keyof typeof ROUTES;

/** The parsed query of a route. */
export type Query<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['query']>;

/** One object or one row of what a route answers. */
export type Data<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['data']>;
