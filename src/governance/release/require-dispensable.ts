import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { FiledRequest } from './file-release-request.ts';

const Proposer = z.object({ is_seated: z.boolean(), others: z.array(z.string()) });

/**
 * Refuses somebody who asks although they are needed to decide: nobody decides about a request of their own, so with them as the
 * proposer nobody could ratify it. Whoever else holds a seat is tried in their place, and each try is undone.
 *
 * @param file files the request as somebody, by e-mail. The savepoint `asking` is before it.
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED with who could file it.
 */
export async function requireDispensable(
  session: ReadSession,
  release: string,
  proposer: string,
  file: (proposer: string) => Promise<FiledRequest>,
): Promise<void> {
  const { is_seated: seated, others } = parseRow(
    Proposer,
    await session.query(
      `with asks as materialized (select require_user($1) as id)
       select exists (select from governance_seat s join asks on s.user_id = asks.id where s.vacated_at is null) as is_seated,
         (
           select coalesce(array_agg(distinct d.email order by d.email), '{}')
           from governance_seat s cross join asks cross join lateral directus_person(s.user_id) d
           where s.vacated_at is null and d.active and d.email is not null and not same_human(s.user_id, asks.id)
         ) as others`,
      [proposer],
    ),
  );
  // Where nobody's word but a seat is missing, the request says so itself: it is deadlocked.
  if (!seated) return;
  const able: string[] = [];
  for (const other of others) {
    if ((await file(other)).status !== 'deadlocked') able.push(other);
    await session.query('rollback to savepoint asking');
  }
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The proposer of ${release} would be needed to decide about it`,
    {
      subject: proposer,
      expected: 'a proposer without whom the seats can still decide and sign',
      found: `${proposer}, who holds a seat that has to vote or sign`,
      fix: `Let somebody file it who holds no seat${able.length === 0 ? '' : `, or ${able.join(' or ')}`}: --as EMAIL.`,
    },
  );
}
