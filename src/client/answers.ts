import type { Data as Row, ROUTES, RouteName } from '../contract/routes.ts';
import type { PlanWhatIfRequest } from '../contract/what-if.ts';
import type { z } from 'zod';

/*
 * What the commands take and answer, inferred from the contract. The package has these types written out (build/client-types.js),
 * because it does not ship zod. Everything here is erased.
 */

/** What may be asked: what has a default need not be given. */
type Asked<Schema extends z.ZodType, Input = z.input<Schema>, Output = z.output<Schema>> = Flat<
  {
    [Key in keyof Output as undefined extends Input[Key & keyof Input] ? Key : never]?: Output[Key] | undefined;
  } & {
    [Key in keyof Output as undefined extends Input[Key & keyof Input] ? never : Key]: Output[Key];
  }
>;

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

type Question<Name extends RouteName> = Asked<(typeof ROUTES)[Name]['query']>;

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
export type ProposedChange = Row<'proposedChanges'>;
export type ProposedChangeQuery = Question<'proposedChanges'>;
export type ProposedChangeCell = Row<'proposedChangeCells'>;
export type ProposedChangeCellQuery = Question<'proposedChangeCells'>;
export type RegisteredPlan = Row<'plan'>;
export type ScanStatus = Row<'scanStatus'>;
export type GovernedWrite = Row<'writes'>;
export type GovernedWriteQuery = Question<'writes'>;
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
