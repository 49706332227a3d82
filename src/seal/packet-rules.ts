import { valuesOf } from './bag/read-bag-info.ts';
import type { BagInfo } from './bag/read-bag-info.ts';
import type { BagManifest } from './bag/read-bag-manifest.ts';
import { LENGTHS, MANIFEST } from './manifest/manifest.ts';
import { requireFile } from './folder/read-file.ts';
import type { Root } from './folder/root.ts';
import { SealError } from './seal-error.ts';

/** The label in `bag-info.txt` that says that a bag is a packet, and by which rules. */
export const PACKET_LABEL = 'One-Roof-Packet';

/** The rules that packets follow in this version. */
export const PACKET_VERSION = '1';

/** The one tag manifest of a packet. */
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

/** `bagit.txt` of every packet, to the byte. */
export const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/**
 * Checks what a packet has to keep beyond BagIt: one manifest and one tag manifest, both in their one form; lengths; a tag
 * manifest that lists everything else (the verification of the files sees to that). So a change of any byte is found.
 *
 * @throws SealError where a rule is broken.
 */
export function requirePacket(root: Root, bag: { payload: BagManifest[]; tags: BagManifest[]; info: BagInfo }): void {
  const fault = (subject: string, expected: string, found: string) =>
    new SealError(`this is not a packet as it was made: ${subject}`, { subject, expected, found });
  const only = (manifests: BagManifest[], name: string): BagManifest => {
    const [manifest, second] = manifests;
    if (manifest?.name !== name || second !== undefined)
      throw fault(name, 'it, and no other', manifests.map((one) => one.name).join(', ') || 'none');
    if (manifest.deviation !== null) throw manifest.deviation;
    return manifest;
  };
  only(bag.payload, MANIFEST);
  only(bag.tags, TAG_MANIFEST);
  if (requireFile(root, 'bagit.txt') !== BAGIT_TXT) throw fault('bagit.txt', JSON.stringify(BAGIT_TXT), 'another text');
  const versions = valuesOf(bag.info, PACKET_LABEL);
  if (versions.join() !== PACKET_VERSION)
    throw fault('bag-info.txt', `${PACKET_LABEL}: ${PACKET_VERSION}, once`, versions.join(', ') || 'none');
  if (valuesOf(bag.info, 'Payload-Oxum').length !== 1)
    throw fault('bag-info.txt', 'Payload-Oxum, once', 'none, or several');
  if (root.has(LENGTHS) || bag.tags.some(({ entries }) => entries.has(LENGTHS))) return;
  throw fault(LENGTHS, 'the lengths of the payload', 'no such file');
}
