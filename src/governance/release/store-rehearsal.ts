import { addTagFile } from '../../seal/make-packet.ts';
import { Root } from '../../seal/root.ts';
import { REHEARSALS } from './read-packet.ts';
import type { RehearsalEvidence } from './rehearsal-evidence.ts';

/** Puts the evidence of a rehearsal beside the payload of the packet, whose digest stays what it is. */
export function storeRehearsal(folder: string, evidence: RehearsalEvidence): void {
  const packet = new Root(folder);
  try {
    addTagFile(packet, `${REHEARSALS}/${evidence.performed_at.replaceAll(/[^0-9TZ]/g, '')}.json`, `${JSON.stringify(evidence, null, 2)}\n`);
  } finally {
    packet.close();
  }
}
