const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * Tells whether these bytes are an ECDSA signature of P-256 as DER writes it (RFC 3279: a sequence of two integers),
 * which is one way only. What verifies signatures reads more, such as a wrong length around the integers; so one
 * signature would verify in several forms.
 */
export function isDerSignature(bytes: Uint8Array): boolean {
  return (
    bytes[0] === SEQUENCE && bytes[1] === bytes.length - 2 && integerEnd(bytes, integerEnd(bytes, 2)) === bytes.length
  );
}

/** Finds the end of a positive integer that begins here, in as few bytes as it takes. Returns NaN if there is none. */
function integerEnd(bytes: Uint8Array, at: number): number {
  const [tag, length = 0, first = 0x80, second = 0] = bytes.subarray(at);
  const isShortest = first < 0x80 && (first > 0 || second >= 0x80);
  return tag === INTEGER && length > 0 && length < 0x80 && isShortest ? at + 2 + length : Number.NaN;
}
