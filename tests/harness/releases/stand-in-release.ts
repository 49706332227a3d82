import { z } from 'zod';
import { FingerprintDigest } from '../../../src/governance/release/packet/packet-baseline.ts';
import { standInRehearsal } from './rehearsals.ts';
import type { TestDatabase } from '../test-database.ts';

const Draft = z.object({ packet: z.string(), before: FingerprintDigest });

/**
 * Makes a release that a test drafted (draftStandIn) one that a request is about, and records a rehearsal of it: what the gate needs to
 * judge a request that a test filed by itself.
 */
export async function standInRelease(
  db: Pick<TestDatabase, 'sql'>,
  { release, request }: { release: string; request: string },
): Promise<void> {
  const [row] = await db.sql(
    `update one_roof.governance_release set request_code = $2 where release_code = $1
     returning packet_tree_sha256 as packet, plan #> '{fingerprint,before}' as before`,
    [release, request],
  );
  const { packet, before } = Draft.parse(row);
  const { statement, signature } = await standInRehearsal(db, { release, packet, before });
  await db.sql(`insert into one_roof.governance_rehearsal (statement, signature, created_by) values ($1, $2, 'test')`, [
    statement,
    signature,
  ]);
}
