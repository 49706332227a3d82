/** Bytes that are not what OpenSSH writes. */
export class SshFormatError extends Error {
  override readonly name = 'SshFormatError';
}

/** Reads the data types of RFC 4251 §5. Every method throws SshFormatError where there is less than it needs. */
export class SshReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  bytes(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new SshFormatError('it ends too soon');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  byte(): number {
    return this.bytes(1).readUInt8();
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  string(): Buffer {
    return this.bytes(this.uint32());
  }

  /** A string that is a name: printable ASCII. */
  name(): string {
    const text = this.string().toString('latin1');
    if (!/^[\x21-\x7e]*$/.test(text)) throw new SshFormatError('a name in it is not ASCII');
    return text;
  }

  /** A positive integer in its shortest form, without the zero byte that keeps it positive. */
  integer(): Buffer {
    const bytes = this.string();
    const [first = 0, second = 0] = bytes;
    const isShortest = first !== 0 || second >= 0x80;
    if (bytes.length === 0 || first >= 0x80 || !isShortest)
      throw new SshFormatError('a number in it is not positive, or not in its shortest form');
    return first === 0 ? bytes.subarray(1) : bytes;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new SshFormatError('there are bytes after its end');
  }
}

/** A string of RFC 4251: its length, and its bytes. */
export function sshString(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * Base64 in its one form: another text never means the same bytes.
 *
 * @throws SshFormatError
 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (text === '' || bytes.toString('base64') !== text) throw new SshFormatError('it is not base64');
  return bytes;
}
