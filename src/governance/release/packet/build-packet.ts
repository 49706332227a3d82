import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sealed } from '../../../seal/create-seal.ts';
import { makePacket } from '../../../seal/make-packet.ts';
import { VERIFIER } from '../../../seal/verifier-text.ts';
import type { ReleaseDraft } from './draft-release.ts';
import type { PacketFacts } from './runbooks/packet-facts.ts';
import { packetFiles } from './packet-files.ts';
import { contentsOf } from './release-contents.ts';

/** Facts about a packet that are not in the draft. */
export interface PacketOptions {
  /** One line for people. */
  title?: string;
  /** The day it was built, `YYYY-MM-DD`. */
  created: string;
  /** The program of the second thread of the seal. */
  worker?: string;
}

/** A packet that was built. */
export interface BuiltPacket extends Sealed {
  facts: PacketFacts;
}

/**
 * Writes the packet of a draft: the tiers with the plan in them as data, what takes them back, `tiers.json`, the baseline, the plan,
 * and the texts for people; sealed as a BagIt bag, whose manifest's sha256 is what people ratify.
 *
 * @param target a folder that does not exist yet.
 * @throws SealError where it cannot be written.
 */
export async function buildPacket(draft: ReleaseDraft, target: string, options: PacketOptions): Promise<BuiltPacket> {
  const { facts, files } = packetFiles(contentsOf(draft, options), draft.plan.source);
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-release-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const sealed = await makePacket(folder, target, {
      info: [
        ['External-Identifier', draft.release],
        ['External-Description', facts.title],
      ],
      date: options.created,
      verifier: VERIFIER,
      worker: options.worker,
    });
    return { ...sealed, facts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
