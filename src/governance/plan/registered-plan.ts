import { RegisteredPlan } from '../../contract/plan.ts';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/** The plan in force, as it was written; everything is null before one is registered. */
export async function registeredPlan(session: ReadSession): Promise<Data<'plan'>> {
  return parseRow(
    RegisteredPlan,
    await session.query(`
      select id, source, created_at as registered_at, created_by as registered_by
      from (select 1) one left join lateral (select * from governance_plan order by id desc limit 1) plan on true`),
  );
}
