import type { Data, Query, RouteName, ROUTES } from '../../../contract/routes.ts';
import type { ReadSession, WhatIfSession } from '../../../database/sessions/session.ts';
import { governedWrites } from '../../../governance/attribution/governed-writes.ts';
import { readDecision } from '../../../governance/decision/decide.ts';
import { guardStatus } from '../../../governance/guard/guard-status.ts';
import { evaluateGate } from '../../../governance/gate/evaluate-gate.ts';
import { readiness } from '../../../governance/gate/readiness.ts';
import { ledgerRows, ledgerState } from '../../../governance/ledger/ledger-rows.ts';
import {
  coverageByGroup,
  coverageByObject,
  coverageByOwner,
  coverageByScope,
  coverageGaps,
} from '../../../governance/ownership/coverage-lists.ts';
import { coverageSummary } from '../../../governance/ownership/coverage-summary.ts';
import type { Page } from '../../../governance/ownership/keyset-page.ts';
import type { RequestReader } from '../../../governance/ratification/request-reader.ts';
import { council } from '../../../governance/ratification/council/council.ts';
import { enrolledKeys } from '../../../governance/ratification/council/enrolled-keys.ts';
import { filing } from '../../../governance/ratification/requests/filing.ts';
import { listRequests } from '../../../governance/ratification/requests/list-requests.ts';
import { ownPasskeys } from '../../../governance/ratification/council/own-passkeys.ts';
import { makeRequestBundle } from '../../../governance/ratification/bundle/make-request-bundle.ts';
import { listReleases, readRelease } from '../../../governance/release/read-releases.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { requestDetail } from '../../../governance/ratification/requests/request-detail.ts';
import type { Settings } from '../../../governance/settings/settings.ts';
import { ownershipDetail, parseObjectAddress } from '../../../governance/ownership/ownership-detail.ts';
import { registeredPlan } from '../../../governance/plan/registered-plan.ts';
import { responsibilities, responsibilitySummary } from '../../../governance/ownership/responsibilities.ts';
import type { Person } from '../../../governance/ownership/responsibilities.ts';
import { scanStatus } from '../../../governance/scanning/scan-status.ts';
import { readChanges } from '../../../governance/what-if/change.ts';
import { waitingChangeCells, waitingChanges } from '../../../governance/what-if/waiting-changes.ts';
import { whatIf } from '../../../governance/what-if/what-if.ts';

/** Answer of a route, by its form in the contract. */
type Answer<Name extends RouteName> = (typeof ROUTES)[Name]['answers'] extends 'list'
  ? Page<Data<Name>>
  : (typeof ROUTES)[Name]['answers'] extends 'rows'
    ? Data<Name>[]
    : Data<Name>;

/**
 * The routes that are answered out of one read-only snapshot. A route that is never cached answers also while there is
 * no such snapshot, and is registered by itself.
 */
export type ReadRouteName = {
  [Name in RouteName]: (typeof ROUTES)[Name]['cached'] extends 'never' ? never : Name;
}[RouteName];

/** Whom an answer is for. */
export interface Caller {
  person: Person;
  reader: RequestReader;
  settings: Settings;
}

/** How each route is answered. */
export const ANSWERS: {
  [Name in ReadRouteName]: (
    session: Name extends 'whatIf' ? WhatIfSession : ReadSession,
    query: Query<Name>,
    caller: Caller,
  ) => Promise<Answer<Name>>;
} = {
  coverageSummary,
  coverageByScope,
  coverageByGroup,
  coverageByOwner,
  coverageByObject,
  coverageGaps,
  ownershipDetail: (session, query) => ownershipDetail(session, parseObjectAddress(query.object)),
  whatIf: (session, query) => whatIf(session, readChanges(query), query),
  waitingChanges,
  waitingChangeCells,
  plan: registeredPlan,
  responsibilities: (session, query, { person }) => responsibilities(session, query, person),
  responsibilitySummary: (session, _query, { person }) => responsibilitySummary(session, person),
  scanStatus,
  writes: governedWrites,
  guards: guardStatus,
  readiness: (session, _query, { settings }) => readiness(session, readTrust(settings.trustFile)),
  gate: (session, { release }, { settings }) => evaluateGate(session, readTrust(settings.trustFile), release ?? null),
  decision: (session, _query, { settings }) => readDecision(session, readTrust(settings.trustFile)),
  ledger: ledgerRows,
  ledgerState,
  releases: (session, query, { settings }) => listReleases(session, query, readTrust(settings.trustFile)),
  release: (session, query, { settings }) => readRelease(session, query, readTrust(settings.trustFile)),
  requests: (session, query, { reader, settings }) =>
    listRequests(session, query, reader, readTrust(settings.trustFile)),
  request: (session, query, { reader, settings }) =>
    requestDetail(session, query, reader, readTrust(settings.trustFile)),
  requestBundle: (session, { code }, { reader, settings }) =>
    makeRequestBundle(session, code, reader, settings.trustFile),
  council: (session) => council(session),
  filing: (session, _query, { reader, settings }) => filing(session, reader, settings.requestRoles),
  keys: (session, _query, { reader, settings }) => enrolledKeys(session, reader, readTrust(settings.trustFile)),
  passkeys: (session, _query, { reader, settings }) => ownPasskeys(session, reader, readTrust(settings.trustFile)),
};
