import { bytePath } from '../folder/byte-path.ts';
import { SealError } from '../seal-error.ts';

/** A tag file that is not in UTF-8 is read as a whole: at most so large. */
const MAX_DECODED = 64 * 1024 * 1024;

const BOM = '\xef\xbb\xbf';

/**
 * The text of a tag file as UTF-8, in pieces of byte strings, from the encoding that `bagit.txt` names.
 *
 * @throws SealError for an encoding that nobody knows, and for UTF-8 with a byte-order mark.
 */
export function* decodeTagFile(pieces: Iterable<string>, encoding: string, subject: string): Generator<string> {
  if (/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) {
    let first = true;
    for (const piece of pieces) {
      if (first && piece.startsWith(BOM)) {
        throw new SealError(`${subject} starts with a byte-order mark`, { subject, expected: 'UTF-8 without one' });
      }
      first = false;
      yield piece;
    }
    return;
  }
  let whole = '';
  for (const piece of pieces) {
    whole += piece;
    if (whole.length > MAX_DECODED)
      throw new SealError(`${subject} is too large to be decoded`, {
        subject,
        expected: `at most ${MAX_DECODED} bytes`,
      });
  }
  yield bytePath(decode(whole, encoding, subject));
}

function decode(bytes: string, encoding: string, subject: string): string {
  // What a byte string is.
  if (/^(iso[-_]?8859-1|latin-?1)$/i.test(encoding)) return bytes;
  const label = /^utf-?16$/i.test(encoding) ? (bytes.startsWith('\xfe\xff') ? 'utf-16be' : 'utf-16le') : encoding;
  try {
    return new TextDecoder(label, { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch (error) {
    const found = error instanceof RangeError ? 'an encoding that is not known here' : 'bytes that are invalid in it';
    throw new SealError(`${subject} cannot be read as ${encoding}`, {
      subject,
      expected: 'the encoding that bagit.txt names',
      found,
    });
  }
}
