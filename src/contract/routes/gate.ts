import { z } from 'zod';
import { Decision } from '../answers/decision.ts';
import { Gate, Readiness } from '../answers/gate.ts';
import { PATHS } from '../paths.ts';
import { GovernanceCode } from '../vocabulary.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** Gate of the next release, and the decisions that are open. */
export const GATE_ROUTES = {
  readiness: {
    path: PATHS.readiness,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'The gate, the candidates and the events: what is ready and what is not',
    query: nothing,
    data: Readiness,
  },
  gate: {
    path: PATHS.gate,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'READY or BLOCKED, with the blockers',
    query: z.strictObject({
      release: GovernanceCode.optional().describe('Ask for this release; left out, for the one that is next.'),
    }),
    data: Gate,
  },
  decision: {
    path: PATHS.decision,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'What may be decided, what stands in the way, and what is GO; software never selects',
    query: nothing,
    data: Decision,
  },
} as const satisfies Record<string, Route>;
