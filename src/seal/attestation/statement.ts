import { isObject, parseObject } from './dsse.ts';
import { SealError } from '../seal-error.ts';

/** The media type of in-toto statements in envelopes. */
export const IN_TOTO = 'application/vnd.in-toto+json';

const STATEMENT = 'https://in-toto.io/Statement/v1';

/** Predicate types of what we attest. A test result and a release have standard shapes; a gate and a ratification have none. */
export const PREDICATE_TYPES: Readonly<Record<string, string>> = {
  rehearsal: 'https://in-toto.io/attestation/test-result/v0.1',
  release: 'https://in-toto.io/attestation/release/v0.1',
  gate: 'urn:one-roof:attestation:gate:v1',
  ratification: 'urn:one-roof:attestation:ratification:v1',
};

/** Subject of a statement: mostly a packet, by its `packet_tree_sha256`. */
export interface Subject {
  name: string;
  digest: Record<string, string>;
}

/** An in-toto Statement v1: a claim about things that are named by their digests. */
export interface Statement {
  _type: typeof STATEMENT;
  subject: Subject[];
  predicateType: string;
  predicate: Record<string, unknown>;
}

/** Makes a statement. */
export function makeStatement(
  subject: Subject[],
  predicateType: string,
  predicate: Record<string, unknown>,
): Statement {
  const statement = { _type: STATEMENT, subject, predicateType, predicate } as const;
  return readStatement(Buffer.from(JSON.stringify(statement)));
}

/**
 * Reads a statement.
 *
 * @throws SealError for anything else: no subject, a subject without a digest, a predicate type that is no URI.
 */
export function readStatement(body: Buffer): Statement {
  const fault = (expected: string) =>
    new SealError('this is not an in-toto statement', { expected, found: 'something else' });
  const value = parseObject(body.toString('utf8'));
  if (value?.['_type'] !== STATEMENT) throw fault(`a JSON object with _type ${STATEMENT}`);
  const { subject, predicateType, predicate = {} } = value;
  if (!Array.isArray(subject) || subject.length === 0) throw fault('at least one subject');
  if (typeof predicateType !== 'string' || !/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(predicateType))
    throw fault('a predicateType that is a URI');
  if (!isObject(predicate)) throw fault('a predicate that is an object');
  return {
    _type: STATEMENT,
    subject: subject.map((one: unknown) => readSubject(one, fault)),
    predicateType,
    predicate,
  };
}

function readSubject(value: unknown, fault: (expected: string) => SealError): Subject {
  if (!isObject(value) || !isObject(value['digest'])) throw fault('a digest in every subject');
  const entries = Object.entries(value['digest']);
  const digest: Record<string, string> = {};
  for (const [algorithm, hex] of entries) {
    if (typeof hex !== 'string' || !/^[0-9a-f]{2,}$/.test(hex)) throw fault('digests in lower-case hex');
    digest[algorithm] = hex;
  }
  if (entries.length === 0) throw fault('a digest in every subject');
  return { name: typeof value['name'] === 'string' ? value['name'] : '_', digest };
}

/** Tells whether a statement is about a packet. */
export function isAbout(statement: Statement, packetTreeSha256: string): boolean {
  return statement.subject.some(({ digest }) => digest['sha256'] === packetTreeSha256);
}
