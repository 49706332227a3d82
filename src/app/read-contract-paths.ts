import type { BASE_PATH, RouteName, ROUTES } from '../contract/routes.ts';

/** Where the read contract lives. The compiler compares it with the contract, which itself stays out of the app bundle. */
export const BASE: typeof BASE_PATH = '/one-roof/v1';

/** The path of each route, compared with the contract in the same way. */
export const PATHS: { [Name in RouteName]: (typeof ROUTES)[Name]['path'] } = {
  coverageSummary: '/coverage/summary',
  coverageByScope: '/coverage/by-scope',
  coverageByGroup: '/coverage/by-group',
  coverageByOwner: '/coverage/by-owner',
  coverageByObject: '/coverage/by-object',
  coverageGaps: '/coverage/gaps',
  ownershipDetail: '/coverage/ownership-detail',
  whatIf: '/coverage/what-if',
  proposedChanges: '/coverage/proposed-changes',
  proposedChangeCells: '/coverage/proposed-change-cells',
  plan: '/plan',
  responsibilities: '/responsibilities/me',
  responsibilitySummary: '/responsibilities/me/summary',
  scanStatus: '/coverage/scan-status',
  writes: '/writes',
  readiness: '/coverage/readiness',
  gate: '/gate',
  decision: '/decision',
  ledger: '/ledger',
  ledgerState: '/ledger/state',
  requests: '/requests',
  request: '/requests/:code',
  requestBundle: '/requests/:code/bundle',
  council: '/council',
  filing: '/filing',
  passkeys: '/passkeys',
  keys: '/keys',
  releases: '/releases',
  release: '/releases/:code',
  health: '/health',
  doctor: '/doctor',
};

/** The longest page that the contract allows. */
export const LONGEST_PAGE = 500;
