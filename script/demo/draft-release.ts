import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';

const Tiers = z.object({ release: z.string(), kind: z.string(), tiers: z.array(z.unknown()) });
const Baseline = z.object({ plan_sha256: z.string(), from: z.unknown(), to: z.unknown(), fingerprint: z.unknown() });

/**
 * Drafts the release of a packet, as `release request` does it, for a request that is filed by itself: the demo has no clone to rehearse on.
 *
 * @returns the digest of its plan.
 */
export async function draftRelease(
  environment: NodeJS.ProcessEnv,
  folder: string,
  packetTree: string,
): Promise<string> {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'data', file), 'utf8'));
  const { release, kind, tiers } = Tiers.parse(read('tiers.json'));
  const { plan_sha256, from, to, fingerprint } = Baseline.parse(read('baseline.json'));
  const client = new pg.Client({
    host: environment['DB_HOST'] ?? '',
    port: Number(environment['DB_PORT']),
    database: environment['DB_DATABASE'] ?? '',
    user: environment['DB_USER'] ?? '',
    password: environment['DB_PASSWORD'] ?? '',
  });
  await client.connect();
  try {
    await client.query(`set one_roof.reason = 'a picture'`);
    await client.query(
      `insert into one_roof.governance_release (release_code, kind, packet_tree_sha256, plan, created_by) values ($1, $2, $3, $4, 'pictures')
       on conflict (release_code) do nothing`,
      [release, kind, packetTree, JSON.stringify({ kind, plan_sha256, tiers, from, to, fingerprint })],
    );
  } finally {
    await client.end();
  }
  return plan_sha256;
}
