import { z } from 'zod';
import { DecisionOption } from '../../contract/answers/decision.ts';
import { EnvironmentKind, Profile } from '../../contract/vocabulary.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import decisionFactsSql from './decision-facts.sql';

const Time = z.string().nullable();

/** The facts of the database that the decision documents follow from; what each means is said in decision-facts.sql. */
export const DecisionFacts = z.object({
  now: z.string(),
  environment: EnvironmentKind,
  isProduction: z.boolean(),
  hasPlan: z.boolean(),
  profile: Profile,
  rehearsalNeeded: z.boolean(),
  release: z.object({ code: z.string(), status: z.string() }).nullable(),
  request: z.object({ code: z.string(), status: z.string(), signedAt: Time }).nullable(),
  windowGrantedAt: Time,
  rehearsals: z.object({ txn: z.number(), snap: z.number(), snapAt: Time }),
  selections: z.array(
    z.object({ request: z.string(), option: DecisionOption.catch('HOLD_PRODUCTION'), signedAt: z.string() }),
  ),
  closings: z.array(z.object({ blocker: z.string(), signedAt: z.string() })),
  acts: z.array(z.object({ action: z.string(), signedAt: Time })),
  absent: z.array(z.string()),
  fabricated: z.array(z.object({ claim: z.string(), found: z.string() })),
});
export type DecisionFacts = z.infer<typeof DecisionFacts>;

/** Reads them in the caller's snapshot. */
export async function readDecisionFacts(session: ReadSession): Promise<DecisionFacts> {
  return parseRow(DecisionFacts, await session.query(decisionFactsSql));
}
