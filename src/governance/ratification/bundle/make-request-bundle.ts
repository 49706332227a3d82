import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { Data } from '../../../contract/routes.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { parseTrustFile } from '../../../signing/trust/trust-file.ts';
import type { RequestReader } from '../request-reader.ts';
import type { Trust } from '../read-trust.ts';
import { readTrust, readTrustText } from '../read-trust.ts';
import requestBundleSql from './request-bundle.sql';
import { BundledAct, BundledRequest, RequestBundle } from './request-bundle.ts';
import { requestRow } from '../requests/request-row.ts';
import { countVerified, isAbout, isTampered } from '../requests/verified-acts.ts';

/** Facts about an act that the database knows besides what was signed. */
const Known = BundledAct.pick({ row_digest: true, problem: true }).extend(
  BundledAct.pick({ seat: true, approver_type: true }).partial().shape,
);
const Asked = z.looseObject(BundledRequest.pick({ subject: true, packet_tree_sha256: true }).shape);
const Database = z.object({
  bundle: z.looseObject({ requests: z.array(Asked), votes: z.array(Known), signatures: z.array(Known) }),
});

/**
 * Everything about a request that somebody needs to judge it offline, with the lines of the trust file about those who signed. The database
 * counts for it what the gate counts: what verifies by the keys that are trusted here.
 *
 * @param trust whose keys count here; by default those of the trust file.
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where there is none that the reader may see.
 */
export async function makeRequestBundle(
  session: ReadSession,
  code: string,
  reader: RequestReader,
  trustFile: string | null,
  trust: Trust = readTrust(trustFile),
): Promise<Data<'requestBundle'>> {
  await requestRow(session, code, reader);
  const verified = await countVerified(session, trust);
  const { bundle } = parseRow(Database, await session.query(requestBundleSql, [code]));
  const { votes, signatures, ...facts } = bundle;
  const known = new Map([...votes, ...signatures].map((row) => [row.row_digest, row]));
  const packet = facts.requests.find(({ subject }) => subject.startsWith('release:'))?.packet_tree_sha256 ?? null;
  const acts = verified
    .filter(
      ({ act, problem }) =>
        act.request_code === code || (packet !== null && isAbout(act, packet) && isTampered(problem)),
    )
    .map(({ act }) => ({ ...act, seat: null, approver_type: null, problem: null, ...known.get(act.row_digest) }));
  const signers = parseRows(
    z.object({ signer: z.string() }),
    await session.query('select distinct signer from v_signed_act where request_code = $1', [code]),
  );
  return RequestBundle.parse({
    format: 'one-roof-request-bundle/3',
    ...facts,
    acts,
    trust: trustLines(
      trustFile,
      signers.map(({ signer }) => signer),
    ),
  });
}

/** The lines of the trust file about these people, as they stand there; none where there is no file that can be used. */
function trustLines(path: string | null, people: readonly string[]): string {
  if (path === null) return '';
  try {
    const text = readTrustText(path);
    const wanted = new Set(
      parseTrustFile(text, path)
        .filter(({ principals }) => principals.some((principal) => people.includes(principal)))
        .map(({ line }) => line),
    );
    return text
      .split(/\r?\n/)
      .filter((_line, index) => wanted.has(index + 1))
      .map((line) => `${line}\n`)
      .join('');
  } catch (error) {
    if (error instanceof OneRoofError) return '';
    throw error;
  }
}
