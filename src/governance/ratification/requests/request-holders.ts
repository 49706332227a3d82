import { z } from 'zod';
import { Seat } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';

const HolderRow = z.object({
  request_code: z.string(),
  seat: Seat,
  person: z.string(),
  user_id: z.string(),
  name: z.string(),
  problem: z.string().nullable(),
  /** The problem in words. */
  why: z.string().nullable(),
  has_voted: z.boolean(),
  has_signed: z.boolean(),
  can_vote: z.boolean(),
  vote_needed: z.boolean(),
  can_sign: z.boolean(),
});
/** Somebody who holds a seat, and what they could do about a request now; see request_holders (SQL). */
export type HolderRow = z.infer<typeof HolderRow>;

/**
 * The holders of seats, and what they could do about each of these requests.
 *
 * @param user only this one. A read returns no more rows than a page has, so a list of requests asks for one holder of each.
 */
export async function requestHolders(
  session: ReadSession,
  codes: readonly string[],
  user: string | null = null,
): Promise<HolderRow[]> {
  return parseRows(
    HolderRow,
    await session.query(
      `select c.code as request_code, h.*, problem_text(h.problem) as why
       from unnest($1::text[]) with ordinality as c (code, place) cross join lateral request_holders(c.code) h
       where $2::uuid is null or h.user_id = $2::uuid
       order by c.place`,
      [codes, user],
    ),
  );
}

/** Tells whether a request waits for an act of this holder of a seat. */
export function waitsFor({ vote_needed, can_sign }: HolderRow): boolean {
  return vote_needed || can_sign;
}
