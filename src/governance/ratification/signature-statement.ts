import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { GovernanceCode } from '../../contract/vocabulary.ts';
import { digestWords } from './digest-words.ts';

const FIRST_LINE = 'One-Roof signature statement v1';

/**
 * What nobody may hide in a line that people read and sign: line breaks and other controls, marks that turn the direction of
 * writing or cannot be seen, halves of characters. The two joiners that languages need to spell are allowed.
 */
const HIDDEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const Line = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !HIDDEN.test(text), 'has no line breaks, control characters or invisible characters in it')
  .refine((text) => text === text.trim(), 'neither begins nor ends with a space');

const Digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits, lower case');

/** What a signer says: everything that a signature is about. */
export const Statement = z.strictObject({
  request: GovernanceCode,
  revision: z.number().int().min(1).max(2_147_483_647),
  /** sha256 of the revision's content. */
  digest: Digest,
  packet: Digest.nullable(),
  plan: Digest.nullable(),
  /** The person, as the trust file names them. */
  signer: Line,
  /** What the signature means, in words: "I authorise …". */
  meaning: Line,
  /** When the request expires: ISO 8601 in UTC, to the millisecond. */
  expires: z.iso.datetime({ precision: 3 }),
});
export type Statement = z.infer<typeof Statement>;

/**
 * The one form of a statement: what `ssh-keygen -Y sign` signs, what a passkey's challenge is made of, what people read. UTF-8,
 * LF after every line.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST naming the field whose value a line cannot hold.
 */
export function printStatement(statement: Statement): string {
  const parsed = Statement.safeParse(statement);
  if (!parsed.success) throw badStatement(parsed.error);
  const { request, revision, digest, packet, plan, signer, meaning, expires } = parsed.data;
  const lines = [
    FIRST_LINE,
    `request: ${request}`,
    `revision: ${revision}`,
    `digest: ${digest}`,
    `words: ${digestWords(digest)}`,
    `packet: ${packet ?? 'none'}`,
    `plan: ${plan ?? 'none'}`,
    `signer: ${signer}`,
    `meaning: ${meaning}`,
    `expires: ${expires}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Reads a statement; null for anything that is not, byte for byte, what printStatement() makes. */
export function parseStatement(text: string): Statement | null {
  const values = text.split('\n').map((line) => /^[a-z]+: (.+)$/u.exec(line)?.[1] ?? '');
  const [, request, revision, digest, , packet, plan, signer, meaning, expires] = values;
  const digestOrNone = (value: string | undefined) => (value === 'none' ? null : value);
  const parsed = Statement.safeParse({
    request,
    revision: Number(revision),
    digest,
    packet: digestOrNone(packet),
    plan: digestOrNone(plan),
    signer,
    meaning,
    expires,
  });
  return parsed.success && printStatement(parsed.data) === text ? parsed.data : null;
}

function badStatement(error: z.ZodError): OneRoofError {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', `${field} cannot stand in a statement that is signed`, {
    subject: field,
    expected: issue?.message ?? 'a value of one line',
    found: 'something else',
    fix: 'Correct the value. Nothing is signed that cannot be read as it is.',
  });
}
