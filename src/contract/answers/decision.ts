import { z } from 'zod';
import { prose } from '../personal.ts';
import { GateVerdict, Profile } from '../vocabulary.ts';

/** Options that people can decide. Holding is decided while nobody has signed for anything else. */
export const DecisionOption = z.enum([
  'HOLD_PRODUCTION',
  'AUTHORIZE_PRODUCTION_DRYRUN_ONLY',
  'AUTHORIZE_PRODUCTION_REALRUN_PRECHECK_ONLY',
  'AUTHORIZE_PRODUCTION_EXECUTION',
]);
export type DecisionOption = z.infer<typeof DecisionOption>;

const Precondition = z
  .object({ name: z.string(), expected: prose(), found: prose(), ok: z.boolean() })
  .meta({ id: 'DecisionPrecondition' });
export type Precondition = z.infer<typeof Precondition>;

const Option = z
  .object({
    option: DecisionOption,
    authorises: z.string(),
    available: z.boolean().describe('Whether every precondition holds now.'),
    preconditions: z.array(Precondition),
    grants: z
      .array(z.object({ grant: z.string(), held: z.boolean() }))
      .describe('What people must grant for it, one by one.'),
  })
  .meta({ id: 'DecisionOptionState' });

export const BlockerState = z.enum(['open', 'partially_discharged', 'closed']);
export type BlockerState = z.infer<typeof BlockerState>;

const Blocker = z
  .object({
    id: z.string(),
    meaning: z.string(),
    evidence: prose().describe('The facts that its state follows from.'),
    actor: prose().describe('Who can close it.'),
    closes: prose().describe('What closes it.'),
    blocks: z.array(z.string()),
    state: BlockerState,
    newly_closed: z.boolean().describe('Closed within the last 7 days.'),
  })
  .meta({ id: 'DecisionBlocker' });
export type Blocker = z.infer<typeof Blocker>;

const Target = z
  .object({
    target: z.string(),
    status: z.enum(['GO', 'NO-GO']),
    gate: z.string().describe('What has to hold for GO.'),
    found: prose(),
  })
  .meta({ id: 'DecisionTarget' });
export type Target = z.infer<typeof Target>;

const Fabricated = z.object({ claim: prose(), expected: prose(), found: prose() }).meta({ id: 'FabricatedApproval' });
export type Fabricated = z.infer<typeof Fabricated>;

/** The decision packet, the blocker map and the GO/NO-GO matrix, computed from facts. */
export const Decision = z
  .object({
    decision: DecisionOption.describe(
      'What is in force: what people signed for, while its preconditions hold; otherwise HOLD_PRODUCTION.',
    ),
    default: z.literal('HOLD_PRODUCTION'),
    selected_option: DecisionOption.nullable().describe('What people signed for. Software never selects.'),
    selected_by_request: z.string().nullable(),
    release: z.string().nullable().describe('The release that it is about: the newest that was not rolled back.'),
    profile: Profile,
    gate: GateVerdict,
    gate_blockers: z.array(z.string()),
    options: z.array(Option),
    blockers: z.array(Blocker),
    counts: z.object({
      open: z.number().int(),
      partially_discharged: z.number().int(),
      closed: z.number().int(),
      newly_closed: z.number().int(),
    }),
    targets: z.array(Target),
    fabricated_approvals: z.array(Fabricated).describe('Claimed approvals without a valid signature.'),
    evaluated_at: z.iso.datetime(),
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;
