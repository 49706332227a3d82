import { inject } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { PLAN_WHAT_IF_PATH } from '../../../src/contract/paths.ts';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { RouteName } from '../../../src/contract/routes.ts';
import type { DirectusStack } from './directus-stack.ts';

export const BASE = '/one-roof/v1';
const QUESTIONS: Partial<Record<RouteName, string>> = {
  ownershipDetail: '?object=agents',
  whatIf: '?retire=GOV-DOT&retire=scope:audit&move=tasks:GRP-AI',
};
export const pathOf = (name: RouteName) => `${BASE}${ROUTES[name].path}${QUESTIONS[name] ?? ''}`;
export const PLAN_WHAT_IF = `${BASE}${PLAN_WHAT_IF_PATH}`;
// Those of one request are in ratification.test.ts.
export const ROUTE_NAMES = (Object.keys(ROUTES) as RouteName[]).filter((name) => !ROUTES[name].path.includes(':'));
const { plan } = inject('reference');
export const { objects, scopes, cells } = inject('reference');
export const OTHER_PLAN = plan.replace('owner: GOV-MOIT', 'owner: GOV-COUNCIL');

/** The Directus that answers, once it runs. */
export type Running = () => { stack: DirectusStack; admin: DirectusClient };
