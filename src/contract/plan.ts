import { z } from 'zod';
import { Pinning } from './answers/ratification.ts';
import { GovernanceCode } from './vocabulary.ts';

const collectionName = z.string().min(1).max(255);
const collectionPattern = collectionName.describe('A collection name; `*` stands for any characters.');

const Owner = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  role: z.string().min(1).optional().describe('The Directus role, by name or id, whose users act as this owner.'),
  codeowners: z
    .array(z.string().regex(/^(?:@[^\s@]+|[^\s@]+@[^\s@]+)$/, '@user, @organisation/team or an address'))
    .optional()
    .describe('Who this owner is in a CODEOWNERS file.'),
});

const Group = z.strictObject({
  name: z.string().min(1),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('The Directus folder whose contents, at any depth, belong to the group.'),
  collections: z.array(collectionPattern).default([]).describe('Further collections, by name or pattern.'),
  parents: z.array(GovernanceCode).default([]).describe('Groups that contain this one and pass their owners on to it.'),
  owner: GovernanceCode.optional().describe('The accountable owner of every scope.'),
  owners: z.record(GovernanceCode, GovernanceCode).default({}).describe('Accountable owners of single scopes.'),
});

const Waiver = z.strictObject({
  collection: collectionName,
  scope: GovernanceCode,
  reason: z.string().min(1),
  until: z.iso.date().describe('The last day of the waiver.'),
});

const person = z
  .string()
  .regex(/^[^\s,"*?!]{1,254}$/)
  .describe('The e-mail of a Directus user, and the name of their keys in the trust file.');

/**
 * Seats and policy of ratification. They are taken from the first plan that has them. From then on a request that
 * people ratify changes them.
 */
export const Ratification = z
  .strictObject({
    profile: z.enum(['two_person', 'council']),
    methods: z
      .array(z.enum(['passkey', 'ssh', 'password']))
      .min(1)
      .default(['passkey', 'ssh'])
      .describe(
        'By which methods the sovereign signature may be made. `password` is for two_person only: it proves nothing outside the server.',
      ),
    vote_proof: z
      .enum(['key', 'session'], 'expected key or session')
      .default('key')
      .describe(
        'What proves a vote, a confirmation or a run permit: a key of the person, or (two_person only) their session as well.',
      ),
    pinning: Pinning.default('file').describe(
      'Where the keys that count are named: in the trust file, or (two_person only) by the signature of the other person as well.',
    ),
    cooling_hours: z
      .number()
      .int()
      .min(1)
      .max(8760)
      .default(72)
      .describe('For how long a person does not count after somebody else changed their account.'),
    seats: z.strictObject({
      president: z.array(person).min(1),
      council: z.array(person).default([]),
      ai_council: z.array(person).default([]),
    }),
  })
  .refine(({ profile, methods }) => profile !== 'council' || !methods.includes('password'), {
    path: ['methods'],
    error:
      'a council signs with keys: expected passkey and ssh, found password, which proves nothing outside the server that asked for it',
  })
  .refine(({ profile, vote_proof }) => profile !== 'council' || vote_proof === 'key', {
    path: ['vote_proof'],
    error:
      'a council votes with keys: expected key, found session, which whoever may write the tables of Directus can make',
  })
  .refine(({ profile, pinning }) => profile !== 'council' || pinning === 'file', {
    path: ['pinning'],
    error:
      'the keys of a council are named in the trust file: expected file, found enrolled, which two people may confirm to each other',
  });

/** The form of `plan.yaml`: what is to be governed, by which scopes, and who is to own it. Registering it asserts no owner. */
export const Plan = z.strictObject({
  one_roof: z.literal(1, 'expected 1, the version of this format'),
  scopes: z
    .record(GovernanceCode, z.string().min(1))
    .describe('Responsibility scopes: code → what the owner answers for.'),
  owners: z.record(GovernanceCode, Owner).default({}),
  groups: z.record(GovernanceCode, Group).default({}),
  ungrouped: z.array(collectionPattern).default([]).describe('Governed collections that belong to no group.'),
  locked: z.array(collectionPattern).default([]).describe('Governed collections whose schema is to be locked.'),
  excluded: z.array(collectionPattern).default([]).describe('Collections decided not to be governed.'),
  exceptions: z
    .record(collectionName, z.record(GovernanceCode, GovernanceCode))
    .default({})
    .describe('Collection → scope → owner, where it differs from the group.'),
  waivers: z.array(Waiver).default([]),
  ratification: Ratification.optional().describe('Who ratifies, and how.'),
  expected: z
    .strictObject({
      objects: z.number().int().nonnegative().optional(),
      scopes: z.number().int().nonnegative().optional(),
      cells: z.number().int().nonnegative().optional(),
      gap: z
        .number()
        .int()
        .nonnegative()
        .optional()
        .describe('Gaps after the plan is registered and before it is applied.'),
      anchors: z.number().int().nonnegative().optional().describe('Owner rows that containers pass on, once applied.'),
      gap_after: z.number().int().nonnegative().optional().describe('Gaps that remain once applied.'),
    })
    .default({})
    .describe('The numbers you expect. A plan whose numbers do not come out is refused.'),
});
export type Plan = z.infer<typeof Plan>;

/** The plan in force; everything is null before one is registered. */
export const RegisteredPlan = z
  .object({
    id: z.coerce.number().int().nullable(),
    source: z.string().nullable().describe('The text of plan.yaml, comments and all.'),
    registered_at: z.iso.datetime().nullable(),
    registered_by: z.string().nullable(),
  })
  .meta({ id: 'RegisteredPlan' });
