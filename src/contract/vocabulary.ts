import { z } from 'zod';
import { SHA256 } from './digest.ts';

/** Text that PostgreSQL can hold: it has no NUL. */
export const PlainText = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'has no NUL character in it');

/** Anything, by name, that PostgreSQL can hold as JSON: no text or name in it has a NUL, or half of a character. */
export const PlainJson = z
  .record(z.string(), z.unknown())
  .refine((value) => holdsPlainText(value), 'has no NUL character and no unpaired surrogate in it');

function holdsPlainText(value: unknown): boolean {
  // Not by recursion: what is sent may be deeper than a stack.
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && (one.includes('\0') || /\p{Cs}/u.test(one))) return false;
    if (typeof one === 'object' && one !== null)
      for (const [name, inner] of Object.entries(one)) waiting.push(name, inner);
  }
  return true;
}

/** A sha256, as everything of ours writes one. */
export const Sha256 = z.string().regex(SHA256, 'a sha256 in hexadecimal');

/** A moment: ISO 8601 in UTC. */
export const Moment = z.iso.datetime();

/** A code: the short, stable name of an owner, scope, group or other governed thing. The same form as the SQL domain. */
export const GovernanceCode = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'a code is 1 to 64 letters, digits, dots, dashes or underscores and starts with a letter or digit',
  );

/** The one state of a required cell. */
export const CellState = z.enum(['owned_direct', 'owned_inherited', 'waived', 'gap', 'conflict', 'owner_dead']);
export type CellState = z.infer<typeof CellState>;

/** How an owner was found: on the object itself, or on something that contains it. */
export const Resolution = z.enum(['direct', 'inherited']);

export const OwnerKind = z.enum(['accountable', 'supporting', 'delegated', 'exception']);

/** Verdict of resolution on an owner row. The meanings are in object_owner_claim (SQL). */
export const ClaimVerdict = z.enum([
  'wins',
  'conflicting',
  'same_owner',
  'overridden',
  'not_accountable',
  'not_active',
  'not_yet_in_force',
  'no_longer_in_force',
  'not_inheritable',
]);

/** Relation of an owner to a cell. The meanings are in role_responsibility (SQL). */
export const Relation = z.enum(['accountable', 'planned', 'conflict', 'owner_dead', 'waived']);
export type Relation = z.infer<typeof Relation>;

export const GateVerdict = z.enum(['READY', 'BLOCKED', 'APPLIED']);

/** Proven kind of a database. Everything but `clone` counts as production. */
export const EnvironmentKind = z.enum(['production', 'clone', 'undeclared']);

/** How much ceremony a project has chosen: who may open the gate. With `observe` nothing can be asserted: owners are only planned. */
export const Profile = z.enum(['observe', 'two_person', 'council']);

export const Mode = z.enum(['simple', 'separated']);
