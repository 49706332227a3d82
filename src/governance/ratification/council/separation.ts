import type { z } from 'zod';
import type { RequestDetail, Seat } from '../../../contract/answers/ratification.ts';

/** Requirements of a decision: a row of apr_quorum_policy (SQL). */
export interface Quorum {
  president_votes: number;
  council_votes: number;
  any_votes: number;
  signing_seats: string[];
}

/** Somebody who holds a seat, and why their word would not count. */
interface Seated {
  seat: z.infer<typeof Seat>;
  person: string;
  problem: string | null;
  why: string | null;
}

const FIXES: Readonly<Record<string, string>> = {
  own_proposal: 'Let somebody else file the request: a person without a seat, or with one that others fill too.',
  dead: 'Activate the account, or fill the seat with somebody else by a request about `seats`.',
  left_role: 'Give the person their role back, or fill the seat with somebody else by a request about `seats`.',
  cooling:
    'Wait until the cooling time of the policy is over, or fill the seat with somebody else by a request about `seats`.',
};
const FILL = 'Fill the seat by a request about `seats`, which the present holders ratify.';

/**
 * Tells before a round opens whether the present people could decide at all: who cannot, which quorum is out of reach, and the
 * smallest change that fixes it.
 */
export function separationOf(quorum: Quorum | null, seated: readonly Seated[]): RequestDetail['separation'] {
  if (quorum === null) {
    const fix = 'Name the profile and the seats under `ratification` in the plan and register it.';
    return { ok: false, problems: [{ problem: 'Nobody holds a seat: the profile is observe.', fix }] };
  }
  const able = (seats: readonly string[]) =>
    seated.filter(({ seat, problem }) => seats.includes(seat) && problem === null).length;
  const short = [
    shortage('votes of the president', quorum.president_votes, able(['president'])),
    shortage('votes of the council', quorum.council_votes, able(['council', 'ai_council'])),
    shortage('votes of people', quorum.any_votes, able(['president', 'council'])),
    shortage(`signatures of ${quorum.signing_seats.join(' or ')}`, 1, able(quorum.signing_seats)),
  ].filter((problem) => problem !== null);
  const people = seated.flatMap(({ seat, person, problem, why }) =>
    problem === null
      ? []
      : [{ problem: `${person} (${seat}) cannot decide: ${why ?? problem}.`, fix: FIXES[problem] ?? FILL }],
  );
  return { ok: short.length === 0, problems: [...short, ...people] };
}

function shortage(what: string, needed: number, possible: number): { problem: string; fix: string } | null {
  return possible >= needed ? null : { problem: `${needed} ${what} needed, ${possible} possible.`, fix: FILL };
}
