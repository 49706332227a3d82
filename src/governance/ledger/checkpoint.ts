import { z } from 'zod';
import { SHA256 } from '../../contract/digest.ts';
import { OneRoofError } from '../../contract/errors.ts';
import type { WriteSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/** The head of the chain at a moment, to be kept where nobody who can write the ledger can write. */
export const Checkpoint = z.object({
  database: z.string(),
  seq: z.coerce.number().int().positive(),
  hash: z.string().regex(SHA256),
  epoch: z.number().int(),
  at: z.iso.datetime(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/**
 * Chains what is open and notes the head, in the caller's transaction.
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED while the ledger is empty.
 */
export async function checkpointLedger(session: WriteSession): Promise<Checkpoint> {
  const outcome = await session.query(
    'select current_database()::text as database, seq, hash, epoch, at from checkpoint_ledger()',
  );
  if (outcome.rows.length > 0) return parseRow(Checkpoint, outcome);
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'There is nothing to checkpoint', {
    subject: 'ledger',
    expected: 'a ledger with rows',
    found: 'an empty ledger',
    fix: 'Declare the environment or register a plan first.',
  });
}

/**
 * Reads checkpoints out of a text with one JSON object per line, as `one-roof ledger checkpoint` writes them.
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST that names the line: a checkpoint that cannot be read is not skipped.
 */
export function readCheckpoints(text: string, file: string): Checkpoint[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = Checkpoint.safeParse(jsonOrUndefined(line));
    if (parsed.success) return [parsed.data];
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${file}, line ${index + 1} is not a checkpoint`, {
      subject: file,
      expected: 'what `one-roof ledger checkpoint` printed, one per line',
      found: line.slice(0, 80),
    });
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
