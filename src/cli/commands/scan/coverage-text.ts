import type { Data } from '../../../contract/routes.ts';
import { count } from '../../print.ts';

/** Coverage in one line. */
export function coverageText({
  objects,
  scopes,
  total_cells,
  covered_cells,
  gap_cells,
  waived_cells,
  dead_cells,
  conflicts,
  coverage_pct,
  planned_cells,
}: Data<'coverageSummary'>): string {
  if (total_cells === 0) return 'Coverage n/a: nothing is governed yet.';
  const parts = [
    `${covered_cells} covered`,
    count(gap_cells, 'gap'),
    count(conflicts, 'conflict'),
    ...(waived_cells > 0 ? [`${waived_cells} waived`] : []),
    ...(dead_cells > 0 ? [`${dead_cells} with a dead owner`] : []),
    ...(planned_cells > 0 ? [`an owner is planned for ${planned_cells}`] : []),
  ];
  return `Coverage ${String(coverage_pct)} %: ${count(objects, 'collection')} × ${count(scopes, 'scope')} = ${count(total_cells, 'cell')}; ${parts.join(', ')}.`;
}
