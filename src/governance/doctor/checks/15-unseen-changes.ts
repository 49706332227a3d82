import { z } from 'zod';
import type { Finding } from '../../../contract/answers/doctor.ts';
import { quoteIdentifier } from '../../../database/sql-text.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';

const UnseenRow = z.object({
  kind: z.enum(['session_unseen', 'credentials_unseen']),
  user_id: z.string(),
  changed: z.string().nullable(),
  moment: z.string(),
  created_by: z.string(),
});

/** Sessions and credentials of people with a seat that did not come about as Directus does it. */
async function look({ session, schema }: DoctorContext): Promise<Seen> {
  const rows = parseRows(
    UnseenRow,
    await session.query(
      `select kind, user_id::text, changed, created_at::text as moment, created_by
       from ${quoteIdentifier(schema)}.v_unseen_change order by created_at, kind`,
    ),
  );
  const findings = rows.map(({ kind, user_id, changed, moment, created_by }): Finding => ({
    kind,
    subject: `Directus user ${user_id}`,
    expected: kind === 'session_unseen' ? 'a log-in that the session came from' : 'that Directus noted who changed it',
    found: `${kind === 'session_unseen' ? 'a session' : `a change of ${String(changed)}`} at ${moment} by database role ${created_by}, and nothing that Directus noted`,
    fix: 'Ask the person whether it was theirs. If not: find the flow, extension or SQL that made it, delete the sessions of the person, and have them set a new password.',
    sql: null,
  }));
  return { findings };
}

export default { needs: 'schema', look } satisfies Check;
