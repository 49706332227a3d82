import { ScanStatus } from '../../contract/answers/coverage.ts';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import scanStatusSql from './scan-status.sql';

/** The last scan, the active ruleset and the cursor. */
export async function scanStatus(session: ReadSession): Promise<Data<'scanStatus'>> {
  return parseRow(ScanStatus, await session.query(scanStatusSql));
}
