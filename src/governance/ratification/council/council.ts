import { z } from 'zod';
import { Council } from '../../../contract/answers/ratification.ts';
import type { Data } from '../../../contract/routes.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import { policyInForce } from './policy-in-force.ts';
import { separationOf } from './separation.ts';

const Seated = Council.shape.seats.element.extend({ why: z.string().nullable() });

/**
 * Reads the present holders of seats, the policy in force, and whether they could decide about something of the highest
 * risk.
 */
export async function council(session: ReadSession): Promise<Data<'council'>> {
  const policy = await policyInForce(session, 'high');
  const seated = parseRows(
    Seated,
    await session.query(`
      select s.seat, s.person, coalesce(nullif(btrim(concat_ws(' ', d.first_name, d.last_name)), ''), s.person) as name, s.since,
        p.problem, problem_text(p.problem) as why
      from governance_seat s
      left join lateral directus_person(s.user_id) d on true
      cross join lateral (select seat_problem(s.user_id, array[s.seat], clock_timestamp()) as problem) p
      where s.vacated_at is null
      order by array_position(array['president', 'council', 'ai_council'], s.seat), s.id`),
  );
  return {
    profile: policy?.profile ?? 'observe',
    methods: policy?.methods ?? [],
    vote_proof: policy?.vote_proof ?? 'key',
    pinning: policy?.pinning ?? 'file',
    cooling_hours: policy?.cooling_hours ?? null,
    seats: seated.map(({ why: _why, ...seat }) => seat),
    separation: separationOf(policy?.quorum ?? null, seated),
  };
}
