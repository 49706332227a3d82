import type { ReadSession } from '../../database/sessions/session.ts';
import { countedSignatures, countVerified } from '../ratification/requests/verified-acts.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { readDecisionFacts } from './decision-facts.ts';
import type { DecisionFacts } from './decision-facts.ts';

/**
 * Reads the facts, counting only what people signed with keys that verify. A selection that the database counts and no key proves is an
 * approval that somebody fabricated, and is named as one.
 */
export async function readVerifiedFacts(session: ReadSession, trust: Trust): Promise<DecisionFacts> {
  const bound = await readDecisionFacts(session);
  const verified = await countVerified(session, trust);
  const facts = await readDecisionFacts(session);
  const proven = new Set(facts.selections.map(({ request }) => request));
  const unproven = bound.selections.filter(({ request }) => !proven.has(request));
  const signatures = await countedSignatures(
    session,
    unproven.map(({ request }) => request),
    verified,
  );
  const problemsOf = (code: string) =>
    [
      ...signatures.flatMap(({ request_code, signer, problem }) =>
        request_code === code ? [`${signer}: ${String(problem)}`] : [],
      ),
      ...verified.flatMap(({ act, problem }) =>
        act.request_code === code && act.act === 'vote' && problem !== null
          ? [`the vote of ${act.signer}: ${problem}`]
          : [],
      ),
    ].join('; ');
  return {
    ...facts,
    fabricated: [
      ...facts.fabricated,
      ...unproven.map(({ request, option }) => ({
        claim: `request ${request} selects ${option}`,
        found: `no signature that verifies: ${problemsOf(request)}`,
      })),
    ],
  };
}
