import type { Data as Row, Query, ROUTES, RouteName } from '../contract/routes.ts';
import type { z } from 'zod';

/*
 * What the commands take and answer, inferred from the contract. The package has these types written out (build/client-types.js),
 * because it does not ship zod. Everything here is erased.
 */

/** What may be asked of a route: what has a default need not be given. */
type Asked<Name extends RouteName, Input = z.input<(typeof ROUTES)[Name]['query']>, Output = Query<Name>> = {
  [Key in keyof Output as undefined extends Input[Key & keyof Input] ? Key : never]?: Output[Key] | undefined;
} & {
  [Key in keyof Output as undefined extends Input[Key & keyof Input] ? never : Key]: Output[Key];
};

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

export type CoverageSummary = Row<'coverageSummary'>;
export type ScopeCoverage = Row<'coverageByScope'>;
export type ScopeCoverageQuery = Flat<Asked<'coverageByScope'>>;
export type OwnerCoverage = Row<'coverageByOwner'>;
export type OwnerCoverageQuery = Flat<Asked<'coverageByOwner'>>;
export type ObjectCoverage = Row<'coverageByObject'>;
export type ObjectCoverageQuery = Flat<Asked<'coverageByObject'>>;
export type CoverageGap = Row<'coverageGaps'>;
export type CoverageGapQuery = Flat<Asked<'coverageGaps'>>;
export type OwnershipDetail = Row<'ownershipDetail'>;
export type ScanStatus = Row<'scanStatus'>;
export type Readiness = Row<'readiness'>;
export type Gate = Row<'gate'>;
export type Health = Row<'health'>;
export type Doctor = Row<'doctor'>;
