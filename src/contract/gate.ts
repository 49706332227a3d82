import { z } from 'zod';
import { EnvironmentKind, GateVerdict, Profile } from './vocabulary.ts';

const GateCondition = z
  .object({
    condition: z.number().int().describe('1 to 10.'),
    name: z.string(),
    expected: z.string(),
    actual: z.string(),
    ok: z.boolean().nullable().describe('null: cannot be judged yet. The gate is READY only where every condition is true.'),
    blocker: z.string().nullable(),
    fix: z.string().nullable(),
  })
  .meta({ id: 'GateCondition' });

/** The answer of the gate: the same in the endpoint, the CLI, the panel and the flow operation. */
export const Gate = z
  .object({
    verdict: GateVerdict,
    release: z.string().nullable().describe('The release that it was asked for, or, with APPLIED, that was applied last.'),
    blockers: z.array(z.string()).describe('Tokens such as `ospa<1`; empty where the verdict is READY.'),
    ospa: z.coerce.number().int().nullable().describe('Bound sovereign signatures.'),
    gap: z.coerce.number().int().nullable().describe('Cells that nobody owns; null before a plan is registered.'),
    profile: Profile.nullable().describe('Who may open the gate; `observe`: nothing can be asserted yet. null where it cannot be told.'),
    database: z.object({ name: z.string(), kind: EnvironmentKind }).nullable(),
    conditions: z.array(GateCondition),
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof Gate>;

export const Readiness = z
  .object({
    gate: Gate,
    candidates: z.object({ states: z.coerce.number().int(), objects: z.coerce.number().int(), ruleset: z.string().nullable() }),
    events: z.object({
      active: z.coerce.number().int().describe('Governance event types that may be emitted.'),
      inactive: z.coerce.number().int(),
      emittable: z.coerce.number().int().describe('Shaped events whose type is active.'),
    }),
  })
  .meta({ id: 'Readiness' });
