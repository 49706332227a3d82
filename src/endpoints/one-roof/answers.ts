import type { Data, Query, RouteName, ROUTES } from '../../contract/routes.ts';
import type { Session } from '../../database/session.ts';
import { governedWrites } from '../../governance/attribution/governed-writes.ts';
import { evaluateGate } from '../../governance/gate/evaluate-gate.ts';
import { readiness } from '../../governance/gate/readiness.ts';
import { ledgerRows, ledgerState } from '../../governance/ledger/ledger-rows.ts';
import {
  coverageByGroup,
  coverageByObject,
  coverageByOwner,
  coverageByScope,
  coverageGaps,
} from '../../governance/ownership/coverage-lists.ts';
import { coverageSummary } from '../../governance/ownership/coverage-summary.ts';
import type { Page } from '../../governance/ownership/keyset-page.ts';
import { ownershipDetail, parseObjectAddress } from '../../governance/ownership/ownership-detail.ts';
import { registeredPlan } from '../../governance/plan/registered-plan.ts';
import { responsibilities, responsibilitySummary } from '../../governance/ownership/responsibilities.ts';
import type { Person } from '../../governance/ownership/responsibilities.ts';
import { scanStatus } from '../../governance/scanning/scan-status.ts';
import { readChanges } from '../../governance/what-if/change.ts';
import { proposedChangeCells, proposedChanges } from '../../governance/what-if/proposed-changes.ts';
import { whatIf } from '../../governance/what-if/what-if.ts';

/** What a route answers, by its form in the contract. */
type Answer<Name extends RouteName> = (typeof ROUTES)[Name]['answers'] extends 'list'
  ? Page<Data<Name>>
  : (typeof ROUTES)[Name]['answers'] extends 'rows'
    ? Data<Name>[]
    : Data<Name>;

/** The routes that are answered out of one read-only snapshot. */
export type ReadRouteName = Exclude<RouteName, 'health' | 'doctor'>;

/** How each route is answered. Only the personal ones are told who asks. */
export const ANSWERS: { [Name in ReadRouteName]: (session: Session, query: Query<Name>, person: Person) => Promise<Answer<Name>> } = {
  coverageSummary,
  coverageByScope,
  coverageByGroup,
  coverageByOwner,
  coverageByObject,
  coverageGaps,
  ownershipDetail: (session, query) => ownershipDetail(session, parseObjectAddress(query.object)),
  whatIf: (session, query) => whatIf(session, readChanges(query), query),
  proposedChanges,
  proposedChangeCells,
  plan: registeredPlan,
  responsibilities,
  responsibilitySummary: (session, _query, person) => responsibilitySummary(session, person),
  scanStatus,
  writes: governedWrites,
  readiness,
  gate: (session) => evaluateGate(session),
  ledger: ledgerRows,
  ledgerState,
};

/** The routes that answer whoever is logged in about themselves. */
export const PERSONAL: ReadonlySet<RouteName> = new Set(['responsibilities', 'responsibilitySummary']);

/** The routes whose answers can only change together with the coverage watermark. */
export const WATERMARKED: ReadonlySet<RouteName> = new Set([
  'coverageSummary',
  'coverageByScope',
  'coverageByGroup',
  'coverageByOwner',
  'coverageByObject',
  'coverageGaps',
  'ownershipDetail',
  'whatIf',
  'proposedChanges',
  'proposedChangeCells',
  'plan',
  'responsibilities',
  'responsibilitySummary',
]);
