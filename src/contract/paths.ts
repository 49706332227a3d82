/*
 * The part of the contract that callers need without its schemas: the app and the client bundle this file, and no zod.
 */

/** The base path of the contract below the Directus URL. */
export const BASE_PATH = '/one-roof/v1';

/** Stands for "no group" where one is asked for. No code starts with a tilde. */
export const NO_GROUP = '~none';

/** The path of each route of the read contract. `:code` is a parameter. */
export const PATHS = {
  coverageSummary: '/coverage/summary',
  coverageByScope: '/coverage/by-scope',
  coverageByGroup: '/coverage/by-group',
  coverageByOwner: '/coverage/by-owner',
  coverageByObject: '/coverage/by-object',
  coverageGaps: '/coverage/gaps',
  ownershipDetail: '/coverage/ownership-detail',
  whatIf: '/coverage/what-if',
  waitingChanges: '/coverage/waiting-changes',
  waitingChangeCells: '/coverage/waiting-change-cells',
  plan: '/plan',
  responsibilities: '/responsibilities/me',
  responsibilitySummary: '/responsibilities/me/summary',
  scanStatus: '/coverage/scan-status',
  writes: '/writes',
  guards: '/guards',
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
} as const;

/** The path of the question about a whole plan (POST). */
export const PLAN_WHAT_IF_PATH = '/plan/what-if';

/** The path of each act of a person (POST). */
export const COMMAND_PATHS = {
  createRequest: '/requests',
  challenge: '/requests/:code/challenge',
  vote: '/requests/:code/vote',
  sign: '/requests/:code/sign',
  confirm: '/requests/:code/confirm',
  withdraw: '/requests/:code/withdraw',
  supersede: '/requests/:code/supersede',
  enrolOptions: '/passkeys/options',
  enrol: '/passkeys',
  revokePasskey: '/passkeys/revoke',
  keyChallenge: '/keys/challenge',
  confirmKey: '/keys/confirm',
  withdrawKey: '/keys/withdraw',
  permitRun: '/requests/:code/permit',
} as const;

/** The longest page of a list. The read channel refuses longer ones. */
export const MAX_LIMIT = 500;
