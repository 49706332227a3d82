import { z } from 'zod';
import type { Finding } from '../../../contract/answers/doctor.ts';
import { quoteIdentifier } from '../../../database/sql-text.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';
import { asksAsOwner } from '../surroundings.ts';

/** Findings about roles that a setting names and Directus does not have. None where the roles of Directus cannot be read. */
async function look({ session, installation, surroundings, host }: DoctorContext): Promise<Seen> {
  if (installation === null || asksAsOwner(surroundings)) return { findings: [] };
  const table = `${quoteIdentifier(installation.directusSchema)}.directus_roles`;
  const { may } = parseRow(
    z.object({ may: z.boolean().nullable() }),
    await session.query(`select pg_catalog.has_table_privilege(pg_catalog.to_regclass($1), 'select') as may`, [table]),
  );
  if (may !== true) return { findings: [] };
  const rows = parseRows(
    z.object({ setting: z.string(), role: z.string() }),
    await session.query(
      `select s.key as setting, n as role
       from pg_catalog.jsonb_each($1::jsonb) s cross join lateral pg_catalog.jsonb_array_elements_text(s.value) n
       where not exists (select from ${table} r where r.id::text = n or r.name::text = n)
       order by 1, 2`,
      [JSON.stringify(host.namedRoles ?? {})],
    ),
  );
  const findings = rows.map(({ setting, role }): Finding => ({
    kind: 'role_unknown',
    subject: setting,
    expected: 'ids and names of roles of Directus',
    found: `${role}, which Directus does not have`,
    fix: `Correct ${setting} and restart Directus. A role is named as Directus shows it, or by its id.`,
    sql: null,
  }));
  return { findings };
}

export default { needs: 'installation', look } satisfies Check;
