import type { RestCommand } from '@directus/sdk';
import { ENVELOPE_TYPE } from '../contract/envelope-type.ts';
import { BASE_PATH, PATHS, PLAN_WHAT_IF_PATH } from '../contract/paths.ts';
import type { Data as Row, RouteName, ROUTES } from '../contract/routes.ts';
import type { PlanWhatIfRequest } from '../contract/answers/what-if.ts';
import type { z } from 'zod';

/*
 * The read contract as commands of @directus/sdk:
 *
 *   const directus = createDirectus(url).with(staticToken(token)).with(rest());
 *   const { total_cells, gap_cells } = await directus.request(readCoverageSummary());
 */

/** A page of a list. Pass `meta.next` as `cursor` to get the next one; it is null on the last. */
export interface Page<Row> {
  data: Row[];
  meta: { next: string | null };
}

/*
 * The types are inferred from the contract. build/client-types.js writes them out, because the package does not ship zod.
 */

/** The query of a caller: a parameter that has a default is optional. */
type Asked<Schema extends z.ZodType, Input = z.input<Schema>, Output = z.output<Schema>> = Flat<
  {
    [Key in keyof Output as undefined extends Input[Key & keyof Input] ? Key : never]?: Output[Key] | undefined;
  } & {
    [Key in keyof Output as undefined extends Input[Key & keyof Input] ? never : Key]: Output[Key];
  }
>;

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

type Question<Name extends RouteName> = Asked<(typeof ROUTES)[Name]['query']>;

/** The answer of a route without pages. */
type Answer<Name extends RouteName> = (typeof ROUTES)[Name]['answers'] extends 'rows' ? Row<Name>[] : Row<Name>;

export type CoverageSummary = Row<'coverageSummary'>;
export type ScopeCoverage = Row<'coverageByScope'>;
export type ScopeCoverageQuery = Question<'coverageByScope'>;
export type GroupCoverage = Row<'coverageByGroup'>;
export type GroupCoverageQuery = Question<'coverageByGroup'>;
export type OwnerCoverage = Row<'coverageByOwner'>;
export type OwnerCoverageQuery = Question<'coverageByOwner'>;
export type ObjectCoverage = Row<'coverageByObject'>;
export type ObjectCoverageQuery = Question<'coverageByObject'>;
export type CoverageGap = Row<'coverageGaps'>;
export type CoverageGapQuery = Question<'coverageGaps'>;
export type OwnershipDetail = Row<'ownershipDetail'>;
export type Responsibility = Row<'responsibilities'>;
export type ResponsibilityQuery = Question<'responsibilities'>;
export type ResponsibilitySummary = Row<'responsibilitySummary'>;
export type WhatIf = Row<'whatIf'>;
export type WhatIfQuery = Question<'whatIf'>;
export type PlanWhatIfQuery = Asked<typeof PlanWhatIfRequest>;
export type WaitingChange = Row<'waitingChanges'>;
export type WaitingChangeQuery = Question<'waitingChanges'>;
export type WaitingChangeCell = Row<'waitingChangeCells'>;
export type WaitingChangeCellQuery = Question<'waitingChangeCells'>;
export type RegisteredPlan = Row<'plan'>;
export type ScanStatus = Row<'scanStatus'>;
export type GovernedWrite = Row<'writes'>;
export type GovernedWriteQuery = Question<'writes'>;
export type GuardStatus = Row<'guards'>;
export type Readiness = Row<'readiness'>;
export type Gate = Row<'gate'>;
export type Decision = Row<'decision'>;
export type LedgerRow = Row<'ledger'>;
export type LedgerQuery = Question<'ledger'>;
export type LedgerState = Row<'ledgerState'>;
export type Health = Row<'health'>;
export type Doctor = Row<'doctor'>;
export type RequestSummary = Row<'requests'>;
export type RequestQuery = Question<'requests'>;
export type RequestDetail = Row<'request'>;
export type RequestBundle = Row<'requestBundle'>;
export type Council = Row<'council'>;
export type Filing = Row<'filing'>;
export type Passkey = Row<'passkeys'>;
export type EnrolledKey = Row<'keys'>;
export type ReleaseSummary = Row<'releases'>;
export type ReleaseQuery = Question<'releases'>;
export type ReleaseDetail = Row<'release'>;

/** Coverage of all required cells in numbers. */
export function readCoverageSummary(): RestCommand<CoverageSummary, never> {
  return get('coverageSummary');
}

/** Coverage per responsibility scope. */
export function readCoverageByScope(query: ScopeCoverageQuery = {}): RestCommand<Page<ScopeCoverage>, never> {
  return getPage('coverageByScope', query);
}

/** Coverage per group, and of what has none. */
export function readCoverageByGroup(query: GroupCoverageQuery = {}): RestCommand<Page<GroupCoverage>, never> {
  return getPage('coverageByGroup', query);
}

/** Cells that each owner is accountable for. */
export function readCoverageByOwner(query: OwnerCoverageQuery = {}): RestCommand<Page<OwnerCoverage>, never> {
  return getPage('coverageByOwner', query);
}

/** Coverage per object, with its cells. */
export function readCoverageByObject(query: ObjectCoverageQuery = {}): RestCommand<Page<ObjectCoverage>, never> {
  return getPage('coverageByObject', query);
}

/** The cells that nobody owns. */
export function readCoverageGaps(query: CoverageGapQuery = {}): RestCommand<Page<CoverageGap>, never> {
  return getPage('coverageGaps', query);
}

/**
 * Owners of one object, per scope, and why.
 *
 * @param object `collection:articles`, `group:GRP-AI`; without a type, a collection.
 */
export function readOwnershipDetail(object: string): RestCommand<OwnershipDetail[], never> {
  return get('ownershipDetail', { object });
}

/** The cells that have to do with the owners that whoever asks acts for. */
export function readResponsibilities(query: ResponsibilityQuery = {}): RestCommand<Page<Responsibility>, never> {
  return getPage('responsibilities', query);
}

/** The owners that whoever asks acts for, and their cells in numbers. */
export function readResponsibilitySummary(): RestCommand<ResponsibilitySummary, never> {
  return get('responsibilitySummary');
}

/**
 * Effect of retiring owners or scopes and moving collections. Nothing of it is kept. `next` of the answer is the next
 * page of cells.
 */
export function readWhatIf(query: WhatIfQuery = {}): RestCommand<WhatIf, never> {
  return get('whatIf', query);
}

/** Effect of registering a plan. Nothing of it is kept. For administrators. */
export function readPlanWhatIf(query: PlanWhatIfQuery): RestCommand<WhatIf, never> {
  return () => ({ path: `${BASE_PATH}${PLAN_WHAT_IF_PATH}`, method: 'POST', body: JSON.stringify(query) });
}

/** Changes that wait for a release. */
export function readWaitingChanges(query: WaitingChangeQuery = {}): RestCommand<Page<WaitingChange>, never> {
  return getPage('waitingChanges', query);
}

/** The cells that those changes touch. */
export function readWaitingChangeCells(
  query: WaitingChangeCellQuery = {},
): RestCommand<Page<WaitingChangeCell>, never> {
  return getPage('waitingChangeCells', query);
}

/** The plan in force. */
export function readPlan(): RestCommand<RegisteredPlan, never> {
  return get('plan');
}

/** Recorded writes to governed collections, newest first: who really changed this. */
export function readWrites(query: GovernedWriteQuery = {}): RestCommand<Page<GovernedWrite>, never> {
  return getPage('writes', query);
}

/** Modes of the guards, what is not armed, what they saw, and what enforcing would block. */
export function readGuards(): RestCommand<GuardStatus, never> {
  return get('guards');
}

/** The last scan, the ruleset and the cursor. */
export function readScanStatus(): RestCommand<ScanStatus, never> {
  return get('scanStatus');
}

/** The gate, the candidates and the events: what is ready and what is not. */
export function readReadiness(): RestCommand<Readiness, never> {
  return get('readiness');
}

/** READY or BLOCKED, with the blockers. */
export function readGate(): RestCommand<Gate, never> {
  return get('gate');
}

/** Options that may be decided, what stands in the way, and what is GO. Software never selects. */
export function readDecision(): RestCommand<Decision, never> {
  return get('decision');
}

/**
 * Acts on governance, by whom and why. For administrators and roles that may read, also where everybody may read the
 * rest.
 */
export function readLedger(query: LedgerQuery = {}): RestCommand<Page<LedgerRow>, never> {
  return getPage('ledger', query);
}

/** The head of the ledger, to be kept elsewhere. */
export function readLedgerState(): RestCommand<LedgerState, never> {
  return get('ledgerState');
}

/** The requests for a human decision, newest first: all of them to who may read or holds a seat, to others those that they filed. */
export function readRequests(query: RequestQuery = {}): RestCommand<Page<RequestSummary>, never> {
  return getPage('requests', query);
}

/** One request: what it asks for, who can decide it, what they said, what is missing. */
export function readRequest(code: string): RestCommand<RequestDetail, never> {
  return get('request', {}, code);
}

/** Everything about a request that somebody needs to verify it offline. */
export function readRequestBundle(code: string): RestCommand<RequestBundle, never> {
  return get('requestBundle', {}, code);
}

/** Seats and their holders, the policy by which people decide, and whether they could. */
export function readCouncil(): RestCommand<Council, never> {
  return get('council');
}

/** The releases, newest first: drafted, ratified, applied, taken back. */
export function readReleases(query: ReleaseQuery = {}): RestCommand<Page<ReleaseSummary>, never> {
  return getPage('releases', query);
}

/** One release: its tiers and what came of them, its fingerprints, its rehearsals. */
export function readRelease(code: string): RestCommand<ReleaseDetail, never> {
  return get('release', {}, code);
}

/** Tells whether the caller may file requests. */
export function readFiling(): RestCommand<Filing, never> {
  return get('filing');
}

/** The passkeys of whoever asks. */
export function readPasskeys(): RestCommand<Passkey[], never> {
  return get('passkeys');
}

/** The keys in force that people enrolled, and who confirmed that they are theirs. */
export function readKeys(): RestCommand<EnrolledKey[], never> {
  return get('keys');
}

/** Health of One-Roof. While it is closed (503) the request is rejected, with the answer in `data` of the error. */
export function readHealth(): RestCommand<Health, never> {
  return get('health');
}

/** Findings about what is not as this version installs it, with what to do. For administrators. */
export function readDoctor(): RestCommand<Doctor, never> {
  return get('doctor');
}

function get<Name extends RouteName>(name: Name, query: object = {}, code = ''): RestCommand<Answer<Name>, never> {
  return () => ({ path: located(name, query).replace(':code', encodeURIComponent(code)), method: 'GET' });
}

/** The SDK hands on a response of a media type that it does not know as it is; of JSON it would keep `data` only. */
function getPage<Name extends RouteName>(name: Name, query: object): RestCommand<Page<Row<Name>>, never> {
  return () => ({
    path: located(name, query),
    method: 'GET',
    headers: { Accept: ENVELOPE_TYPE },
    onResponse: (response: Response) => response.json() as Promise<Page<Row<Name>>>,
  });
}

/** The path with its query: a list is a parameter that is repeated, which the SDK has no form for. */
function located(name: RouteName, query: object): string {
  const parameters = Object.entries(query).flatMap(([parameter, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined).map((one) => [parameter, String(one)]),
  );
  return `${BASE_PATH}${PATHS[name]}${parameters.length === 0 ? '' : `?${new URLSearchParams(parameters).toString()}`}`;
}
