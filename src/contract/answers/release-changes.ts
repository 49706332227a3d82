import { z } from 'zod';
import { Sha256 } from '../vocabulary.ts';

const count = z.number().int().nonnegative();

/** A cell that a release changes: whose it was and whose it will be, by state and owner. */
export const ChangedCell = z.strictObject({
  object: z.string().describe('`collection:articles`, `group:GRP-AI`.'),
  scope: z.string(),
  was: z.string().describe('`gap`, `owned_direct GOV-DOT`, `not required`.'),
  will: z.string(),
});
export type ChangedCell = z.infer<typeof ChangedCell>;

/** An owner by its code, and by the name that people know it by. */
export const NamedOwner = z.strictObject({ code: z.string(), name: z.string() });
export type NamedOwner = z.infer<typeof NamedOwner>;

/** Changes of a release, which people sign. */
export const ReleaseChanges = z
  .strictObject({
    cells: count.describe('How many cells change.'),
    sha256: Sha256.describe('The digest of all of them, line by line: that of `changes.tsv` in the packet.'),
    by_owner: z.array(z.strictObject({ was: z.string(), will: z.string(), cells: count })),
    owners: z
      .array(NamedOwner)
      .default([])
      .describe('The owners that `by_owner` and `list` name by their code, as they were called then.'),
    list: z
      .array(ChangedCell)
      .describe('The cells; where they are many the first hundred: `changes.tsv` has all of them.'),
  })
  .meta({ id: 'ReleaseChanges' });
export type ReleaseChanges = z.infer<typeof ReleaseChanges>;
