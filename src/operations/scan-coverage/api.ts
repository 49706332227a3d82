import type { OperationApiConfig } from '@directus/types';
import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { tendGuards } from '../../governance/guard/tend-guards.ts';
import { currentInstallation } from '../../governance/installation/current-installation.ts';
import { scanCoverage } from '../../governance/scanning/scan-coverage.ts';
import type { Scan } from '../../governance/scanning/scan-coverage.ts';
import { flowActor } from '../flow-actor.ts';
import { OperationRejected, rejecting } from '../operation-rejected.ts';

interface Options {
  /** Take the failure path when more cells than this are gaps; empty: never. */
  maximum_gaps?: number | string | null;
}

const MaximumGaps = z.preprocess(
  (value) => (value === '' ? null : value),
  z.coerce.number().int().nonnegative().nullish(),
);

/**
 * *Scan coverage*: discovers the collections, counts coverage, records the run. Resolves with the scan; takes the failure
 * path when the scan was refused or found more gaps than allowed, with the same facts.
 */
const scanCoverageOperation: OperationApiConfig<Options> = {
  id: 'one-roof-scan-coverage',
  handler: (options, { accountability }) =>
    rejecting(async () => {
      const maximum = maximumGaps(options);
      const by = flowActor(accountability);
      const installation = currentInstallation();
      const scan = await installation.write((session, settings) => scanCoverage(session, by, settings.excludedTables));
      await tendGuards((work) => installation.write(work), installation.settings.keepWritesDays);
      refuseRefused(scan);
      refuseGaps(scan, maximum);
      return scan;
    }),
};

function maximumGaps({ maximum_gaps: value }: Options): number | null {
  const parsed = MaximumGaps.safeParse(value);
  if (parsed.success) return parsed.data ?? null;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'maximum_gaps is a whole number', {
    subject: 'maximum_gaps',
    found: String(value),
  });
}

function refuseRefused(scan: Scan): void {
  if (scan.status !== 'refused') return;
  throw new OperationRejected(
    new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `The scan was refused: ${String(scan.reason)}`, {
      fix: 'Register a plan: `one-roof plan init`, then `one-roof plan register`.',
    }),
    scan,
  );
}

function refuseGaps(scan: Scan, maximum: number | null): void {
  const { gap_cells: gaps } = scan.coverage;
  if (maximum === null || gaps <= maximum) return;
  throw new OperationRejected(
    new OneRoofError('ONE_ROOF_COVERAGE_BELOW_TARGET', `${gaps} cells are gaps`, {
      expected: `at most ${maximum}`,
      found: String(gaps),
    }),
    scan,
  );
}

export default scanCoverageOperation;
