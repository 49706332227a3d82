import { z } from 'zod';
import { SHA256 } from '../../../contract/digest.ts';

/** The kinds of release. `foundation`: the first one. `change`: owners are asserted already, and some of them change. */
export const ReleaseKind = z.enum(['foundation', 'change']);
export type ReleaseKind = z.infer<typeof ReleaseKind>;

/** The code of a release; a governance_code of the database. */
const ReleaseCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, . _ -');

const Count = z.number().int().nonnegative();

/** A figure before the tier and after it. */
const Delta = z.strictObject({ from: Count, to: Count });
export type Delta = z.infer<typeof Delta>;

/** Figures before and after, by name: those of the tiers of the release that people are shown. */
const Deltas = z.record(z.string(), Delta);
export type Deltas = z.infer<typeof Deltas>;

const Path = z.string().regex(/^[a-z0-9_/]+\.sql$/, 'a path in the packet, ending in .sql');

/** A table or view that a tier installs in our schema. Its name is a plain word, and none of Directus, PostgreSQL or One-Roof. */
export const Relation = z.strictObject({
  name: z.string().regex(/^(?!(?:directus|knex|one_roof|pg|trg)_)[a-z][a-z0-9_]{0,62}$/, 'a plain name that is free'),
  kind: z.enum(['table', 'view']),
  /** A table whose rows assert something: the ledger records them, and a release locks, compares and restores them. */
  asserts: z.boolean(),
});
export type Relation = z.infer<typeof Relation>;

const Tier = z.strictObject({
  /** Its number: tiers run in ascending order. */
  tier: Count,
  /** A few words about its purpose. */
  title: z.string().min(1),
  /** Its path within the payload of the packet. */
  file: Path,
  sha256: z.string().regex(SHA256),
  /** The precondition, in words. */
  gate: z.string().min(1),
  /** The figures before and after it. */
  expected: Deltas,
  /** The relations that it installs. Releases of earlier versions say nothing of them, and had none. */
  relations: z.array(Relation).default([]),
  /** When to stop, in words. */
  stop_condition: z.string().min(1),
  /** The path of what takes it back within the payload; null where it writes nothing. */
  rollback: Path.nullable(),
});
export type Tier = z.infer<typeof Tier>;

/** `tiers.json` of a release packet: what the executor, the runbooks and the page go by. */
export const TiersDocument = z.strictObject({
  version: z.literal(1),
  release: ReleaseCode,
  kind: ReleaseKind,
  tiers: z
    .array(Tier)
    .min(1)
    .refine(
      (tiers) => tiers.every(({ tier }, index) => index === 0 || tier > (tiers[index - 1]?.tier ?? tier)),
      'tiers in ascending order',
    ),
});
export type TiersDocument = z.infer<typeof TiersDocument>;
