import { z } from 'zod';
import { GovernanceCode } from '../../contract/vocabulary.ts';
import {
  badStatement,
  Digest,
  EnvironmentName,
  Line,
  Moment,
  parseLines,
  printLines,
} from '../../signing/statement-lines.ts';

/** The namespace of signatures on rehearsals: a key that signs for people in `one-roof` signs none of these, and the other way round. */
export const REHEARSAL_NAMESPACE = 'one-roof-rehearsal';

const FIRST_LINE = 'One-Roof rehearsal v1';

/** Everything that a rehearsal attests: a packet, where it was rehearsed and for which production, and the figures. */
export const Rehearsal = z
  .strictObject({
    release: GovernanceCode,
    /** The packet, by the sha256 of its manifest. */
    packet: Digest,
    /** sha256 of the cells that the release changed on the clone: that of `changes.tsv`. */
    changes: Digest,
    /** The production that the rehearsal is for. */
    production: EnvironmentName,
    /** The clone: its declaration and epoch, its name, and the version of its server. */
    clone: EnvironmentName,
    database: Line,
    server: Line,
    /** TXN: applied and taken back in one transaction that was rolled back. SNAP: committed, and restored. */
    mode: z.enum(['TXN', 'SNAP']),
    /** The fingerprints of the clone, and the formula that makes them comparable on one major version of PostgreSQL. */
    formula: Digest,
    postgresql: z.number().int().min(1).max(999),
    before: Digest,
    after_apply: Digest,
    after_rollback: Digest,
    /** The fingerprint of production before and after the rehearsal; null where nobody looked. */
    entry: Digest.nullable(),
    exit: Digest.nullable(),
    /** The tiers and how many milliseconds each took: `0:12 3:40`. */
    tiers: z.string().regex(/^\d{1,3}:\d{1,9}( \d{1,3}:\d{1,9})*$/, 'tiers and their milliseconds'),
    /** The operator, or the CI, as the trust file names them. */
    signer: Line,
    performed: Moment,
  })
  .refine(({ before, after_apply: after }) => before !== after, {
    path: ['after_apply'],
    error: 'another state than before',
  })
  .refine(({ before, after_rollback: after }) => before === after, {
    path: ['after_rollback'],
    error: 'the state before',
  });
export type Rehearsal = z.infer<typeof Rehearsal>;

/**
 * The one form of an attestation: what `ssh-keygen -Y sign -n one-roof-rehearsal` signs.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST naming the field whose value a line cannot hold.
 */
export function printRehearsal(rehearsal: Rehearsal): string {
  const parsed = Rehearsal.safeParse(rehearsal);
  if (!parsed.success) throw badStatement(parsed.error);
  return printLines(FIRST_LINE, parsed.data);
}

/** Reads an attestation; null for anything that is not, byte for byte, what printRehearsal() makes. */
export function parseRehearsal(text: string): Rehearsal | null {
  const values = parseLines(text, ['signer', 'database']);
  const parsed = Rehearsal.safeParse({ ...values, postgresql: Number(values['postgresql']) });
  return parsed.success && printRehearsal(parsed.data) === text ? parsed.data : null;
}
