import { z } from 'zod';
import type { Data } from '../../contract/routes.ts';
import type { Session } from '../../database/session.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import type { Asker } from './asker.ts';
import requestBundleSql from './request-bundle.sql';
import { RequestBundle } from './request-bundle.ts';
import { requestRow } from './request-row.ts';
import { trustLines } from './trust-lines.ts';

const Database = z.object({ bundle: z.record(z.string(), z.unknown()) });

/**
 * Everything about a request that somebody needs to judge it offline, with the lines of the trust file about those who signed.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where there is none that the asker may see.
 */
export async function makeRequestBundle(
  session: Session,
  code: string,
  asker: Asker,
  trustFile: string | null,
): Promise<Data<'requestBundle'>> {
  await requestRow(session, code, asker);
  const { bundle } = parseRow(Database, await session.query(requestBundleSql, [code]));
  const signers = parseRows(
    z.object({ signer: z.string() }),
    await session.query('select distinct signer from v_signed_act where request_code = $1', [code]),
  );
  return RequestBundle.parse({
    format: 'one-roof-request-bundle/2',
    ...bundle,
    trust: trustLines(
      trustFile,
      signers.map(({ signer }) => signer),
    ),
  });
}
