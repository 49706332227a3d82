import { CoverageSummary } from '../../contract/answers/coverage.ts';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/** The inventory counted by cell state; coverage_pct is null where nothing is required. */
export async function coverageSummary(session: ReadSession): Promise<Data<'coverageSummary'>> {
  return parseRow(CoverageSummary, await session.query('select * from v_coverage_summary'));
}
