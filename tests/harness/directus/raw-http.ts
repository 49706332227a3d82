import { Agent, request } from 'node:http';

/** A request as it goes over the wire: nothing of it is put right before. */
export interface RawRequest {
  method: string;
  /** The target, already percent-encoded, or wrongly so. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Sends requests that no well-behaved client would. */
export class RawHttp {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  send({ method, path, headers, body }: RawRequest): Promise<RawAnswer> {
    const { hostname, port } = this.#url;
    // Node says it by itself only for some methods.
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, method, path, headers: { ...headers, ...length }, agent: this.#agent },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Text as a part of a URL: every byte of it percent-encoded that may not stand there, lone surrogates as the bytes that they would be. */
export function encoded(text: string): string {
  const bytes = Buffer.concat(
    Array.from(text, (character) => (isLone(character) ? loneBytes(character) : Buffer.from(character, 'utf8'))),
  );
  return [...bytes]
    .map((byte) => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte)))
    .join('');
}

function isLone(character: string): boolean {
  return /^\p{Surrogate}$/u.test(character);
}

function loneBytes(character: string): Buffer {
  const code = character.charCodeAt(0);
  return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
}

function hex(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}
