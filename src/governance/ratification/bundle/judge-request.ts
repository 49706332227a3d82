import type { ReadSession } from '../../../database/sessions/session.ts';
import { OPERATOR } from '../request-reader.ts';
import { withConfirmedKeys } from '../council/enrolled-trust.ts';
import { makeRequestBundle } from './make-request-bundle.ts';
import { readTrust } from '../read-trust.ts';
import type { Trust } from '../read-trust.ts';
import { verifyRequestBundle } from './verify-request-bundle.ts';
import type { BundleVerdict } from './verify-request-bundle.ts';

/**
 * The post-human check (V1 to V5) of a request in the database: of the bundle that is made of it, by the keys that count here.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where there is none.
 */
export async function judgeRequest(
  session: ReadSession,
  code: string,
  trustFile: string | null,
  trust: Trust = readTrust(trustFile),
): Promise<BundleVerdict> {
  const bundle = await makeRequestBundle(session, code, OPERATOR, trustFile, trust);
  return verifyRequestBundle(bundle, new Date(), trust, { enrolled: await withConfirmedKeys(session, trust) });
}
