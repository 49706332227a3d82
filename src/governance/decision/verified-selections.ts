import type { Session } from '../../database/session.ts';
import { boundSignatures, judgeSignatures } from '../ratification/judged-signatures.ts';
import type { Trust } from '../ratification/read-trust.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** The facts, with selections only where a signature on the request verifies; the others are approvals that somebody fabricated. */
export async function withVerifiedSelections(session: Session, facts: DecisionFacts, trust: Trust): Promise<DecisionFacts> {
  const codes = facts.selections.map(({ request }) => request);
  if (codes.length === 0) return facts;
  const judged = await judgeSignatures(await boundSignatures(session, codes), trust, new Date());
  const verified = new Set(judged.flatMap(({ signature, problem }) => (problem === null ? [signature.request_code] : [])));
  const problemsOf = (code: string) =>
    judged
      .flatMap(({ signature, problem }) => (signature.request_code === code ? [`${signature.signer}: ${String(problem)}`] : []))
      .join('; ');
  return {
    ...facts,
    selections: facts.selections.filter(({ request }) => verified.has(request)),
    fabricated: [
      ...facts.fabricated,
      ...facts.selections
        .filter(({ request }) => !verified.has(request))
        .map(({ request, option }) => ({
          claim: `request ${request} selects ${option}`,
          found: `no signature that verifies: ${problemsOf(request)}`,
        })),
    ],
  };
}
