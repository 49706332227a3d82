import { addTagFile } from '../../../seal/make-packet.ts';
import { Root } from '../../../seal/folder/root.ts';
import type { RehearsalEvidence } from '../../rehearsal/judge-rehearsal.ts';
import { REHEARSALS } from './read-packet.ts';

/**
 * Puts the evidence of a rehearsal beside the payload of the packet, whose digest stays what it is: the statement, and the signature in a
 * file beside it, as ssh-keygen reads them.
 */
export function storeRehearsal(folder: string, performed: string, { statement, signature }: RehearsalEvidence): void {
  const packet = new Root(folder);
  try {
    const path = `${REHEARSALS}/${performed.replaceAll(/[^0-9TZ]/g, '')}.txt`;
    addTagFile(packet, path, statement);
    if (signature !== null) addTagFile(packet, `${path}.sig`, signature);
  } finally {
    packet.close();
  }
}
