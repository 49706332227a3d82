import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPacket } from '../../../src/governance/release/packet/build-packet.ts';
import { draftRelease } from '../../../src/governance/release/packet/draft-release.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { TestDatabase } from '../test-database.ts';

/** Builds the packet of a release of the plan in force, in a new folder below the temporary one, and reads it. */
export async function builtRelease(db: TestDatabase, release: string): Promise<ReleasePacket> {
  const draft = await db.whatIf((session) => draftRelease(session, release));
  const folder = join(mkdtempSync(join(tmpdir(), 'one-roof-test-release-')), release);
  await buildPacket(draft, folder, { created: '2026-01-02' });
  return readPacket(folder);
}
