import { z } from 'zod';
import type { GATE_WARNINGS } from './gate-warnings.ts';
import { prose } from '../personal.ts';
import { EnvironmentKind, GateVerdict, Profile } from '../vocabulary.ts';

const GateCondition = z
  .object({
    condition: z.number().int().describe('1 to 10.'),
    name: z.string(),
    expected: prose(),
    actual: prose(),
    ok: z
      .boolean()
      .nullable()
      .describe('null: cannot be judged yet. The gate is READY only where every condition is true.'),
    blocker: z.string().nullable(),
    fix: prose().nullable(),
  })
  .meta({ id: 'GateCondition' });

const GateWarning = z.enum([
  'votes_by_session',
  'signature_by_password',
  'keys_enrolled',
] satisfies (keyof typeof GATE_WARNINGS)[]);

/** The answer of the gate: the same in the endpoint, the CLI, the panel and the flow operation. */
export const Gate = z
  .object({
    verdict: GateVerdict,
    release: z
      .string()
      .nullable()
      .describe(
        'The release that it was asked for, or that is next, or, with APPLIED, that was applied last; null where none is next.',
      ),
    blockers: z.array(z.string()).describe('Tokens such as `ospa<1`; empty where the verdict is READY.'),
    ospa: z.coerce.number().int().nullable().describe('Sovereign signatures on the release that verify.'),
    gap: z.coerce.number().int().nullable().describe('Cells that nobody owns; null before a plan is registered.'),
    profile: Profile.nullable().describe(
      'Who may open the gate; `observe`: nothing can be asserted yet. null where it cannot be told.',
    ),
    database: z.object({ name: z.string(), kind: EnvironmentKind }).nullable(),
    conditions: z.array(GateCondition),
    warnings: z
      .array(GateWarning)
      .describe('What the policy in force lets count although it proves nothing outside the server.'),
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof Gate>;

export const Readiness = z
  .object({
    gate: Gate,
    candidates: z.object({
      states: z.coerce.number().int(),
      objects: z.coerce.number().int(),
      ruleset: z.string().nullable(),
    }),
    events: z.object({
      active: z.coerce.number().int().describe('Governance event types that may be emitted.'),
      inactive: z.coerce.number().int(),
      emittable: z.coerce.number().int().describe('Shaped events whose type is active.'),
    }),
  })
  .meta({ id: 'Readiness' });
