import { printStatement } from './signature-statement.ts';
import type { RequestRow } from './request-row.ts';

/** What a person signs about the present revision of a request; `person` as the trust file names them. */
export function personStatement(request: RequestRow, person: string, meaning: string): string {
  return printStatement({
    request: request.code,
    revision: request.revision,
    digest: request.revision_digest,
    packet: request.packet_tree_sha256,
    plan: request.plan_digest,
    signer: person,
    meaning,
    expires: new Date(request.expires_at).toISOString(),
  });
}
