import { z } from 'zod';
import { GovernanceCode } from '../contract/vocabulary.ts';
import { digestWords } from './digest-words.ts';
import { badStatement, Digest, EnvironmentName, Line, Moment, parseLines, printLines } from './statement-lines.ts';

const FIRST_LINE = 'One-Roof statement v2';

/**
 * The acts that open something, each proven by a signed statement: a vote, the sovereign signature, the permit of one run, and, with
 * two people, the proposer's word that they filed the request, and the word of one that a key is the other's.
 */
export const Act = z.enum(['vote', 'sign', 'permit', 'confirm', 'pin']);
export type Act = z.infer<typeof Act>;

/** Everything that a signer says. Parts that an act does not have are null, and stand in the statement as `none`. */
export const Statement = z
  .strictObject({
    act: Act,
    /** The request and its revision; of a key that is confirmed, none. */
    request: GovernanceCode.nullable(),
    revision: z.number().int().min(1).max(2_147_483_647).nullable(),
    /** sha256 of the revision's content; of a key that is confirmed: of the key as OpenSSH writes it. */
    digest: Digest,
    packet: Digest.nullable(),
    plan: Digest.nullable(),
    /** The database that it is for. */
    environment: EnvironmentName,
    /** The choice of a vote. */
    choice: z.enum(['approve', 'reject', 'abstain']).nullable(),
    /** sha256 of the rationale of a vote. */
    rationale: Digest.nullable(),
    /** A run permit: the release, the operator who may run it, and until when. A confirmed key: its fingerprint and whose it is. */
    covers: Line.nullable(),
    /** The person, as the trust file names them. */
    signer: Line,
    /** The meaning of the act, in words: "I authorise …". */
    meaning: Line,
    /** A nonce of the server, where it issued one. */
    nonce: z
      .string()
      .regex(/^[A-Za-z0-9_-]{22,200}$/)
      .nullable(),
    /** The time of signing, as the signer claims it. ISO 8601 in UTC, to the millisecond, as every time here. */
    signed: Moment,
    /** The expiry of the request; of a key that is confirmed: until when the statement may be handed in. */
    expires: Moment,
  })
  .refine(({ act, choice, rationale }) => (act === 'vote') === (choice !== null && rationale !== null), {
    path: ['choice'],
    error: 'a vote has a choice and a rationale, and nothing else has',
  })
  .refine(({ act, covers }) => (act === 'permit' || act === 'pin') === (covers !== null), {
    path: ['covers'],
    error: 'a run permit and a confirmed key say what they cover, and nothing else does',
  })
  .refine(({ act, request, revision }) => [request, revision].every((value) => (value === null) === (act === 'pin')), {
    path: ['request'],
    error: 'every act but the confirmation of a key is about a request',
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
  const said = parsed.data;
  return printLines(FIRST_LINE, {
    act: said.act,
    request: said.request,
    revision: said.revision,
    digest: said.digest,
    words: digestWords(said.digest),
    packet: said.packet,
    plan: said.plan,
    environment: said.environment,
    choice: said.choice,
    rationale: said.rationale,
    covers: said.covers,
    signer: said.signer,
    meaning: said.meaning,
    nonce: said.nonce,
    signed: said.signed,
    expires: said.expires,
  });
}

/** Reads a statement; null for anything that is not, byte for byte, what printStatement() makes. */
export function parseStatement(text: string): Statement | null {
  const values: Record<string, unknown> = parseLines(text, ['signer', 'meaning']);
  delete values['words'];
  const { revision } = values;
  const parsed = Statement.safeParse({ ...values, revision: revision === null ? null : Number(revision) });
  return parsed.success && printStatement(parsed.data) === text ? parsed.data : null;
}
