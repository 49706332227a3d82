import { z } from 'zod';
import type { Finding } from '../../../contract/answers/doctor.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import { BASE_ROLES, READING_ROLES, SEPARATED_ROLES } from '../../../database/roles.ts';
import type { Session } from '../../../database/sessions/session.ts';
import type { Check } from '../check.ts';
import { isSeparate } from '../surroundings.ts';
import rolesSql from './roles.sql';

const RoleRow = z.object({ role: z.string(), expected: z.string(), found: z.string(), sql: z.string().nullable() });

/** Our roles: what they can do beside what they are for, and whether Directus's role has those it needs. */
export async function roleFindings(session: Session, separated: boolean, directus: string | null): Promise<Finding[]> {
  const rows = parseRows(
    RoleRow,
    await session.query(rolesSql, [separated, directus, BASE_ROLES, SEPARATED_ROLES, READING_ROLES]),
  );
  return rows.map(({ role, expected, found, sql }) => ({
    kind: 'role_changed',
    subject: `role ${role}`,
    expected,
    found,
    fix: sql === null ? 'Run the SQL that `one-roof roles` prints, as a superuser.' : 'Run it as a superuser.',
    sql,
  }));
}

export default {
  needs: 'installation',
  look: async ({ session, surroundings, directus }) => ({
    findings: await roleFindings(session, isSeparate(surroundings), directus),
  }),
} satisfies Check;
