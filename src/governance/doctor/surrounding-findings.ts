import { z } from 'zod';
import type { Finding } from '../../contract/answers/doctor.ts';
import { OWNER_ROLE } from '../../database/install/install-gateway.ts';
import { gatewayFunctions } from '../../database/install/migrations.ts';
import type { Session } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';
import foreignOwnersSql from './foreign-owners.sql';
import rolesSql from './roles.sql';

/** Row that surroundings.sql selects. */
export const Surroundings = z.object({
  database: z.string(),
  postgresql: z.string(),
  asked_by: z.string(),
  schema_owner: z.string().nullable(),
  can_become_owner: z.array(z.string()),
  replica_settings: z.array(z.string()),
});
export type Surroundings = z.infer<typeof Surroundings>;

/** Tells whether the owner of mode separated asks. */
export function asksAsOwner({ asked_by }: Surroundings): boolean {
  return asked_by === OWNER_ROLE;
}

/** Tells whether the schema is set up for mode separated. modeFindings() tells whether that holds. */
export function isSeparate({ schema_owner }: Surroundings): boolean {
  return schema_owner === OWNER_ROLE;
}

/** A schema of mode separated whose owner others can become: nothing is prevented, and nobody would notice. */
export function modeFindings(surroundings: Surroundings): Finding[] {
  const { can_become_owner } = surroundings;
  if (!isSeparate(surroundings) || can_become_owner.length === 0) return [];
  return [
    {
      kind: 'mode_broken',
      subject: 'mode',
      expected: `separated: schema one_roof belongs to ${OWNER_ROLE}, and nobody who works with it can become that role`,
      found: can_become_owner.join('; '),
      fix: `Take it from the role: REVOKE ${OWNER_ROLE} FROM …, ALTER ROLE … NOSUPERUSER NOCREATEROLE. If it is only the role that asks, ask as Directus's role.`,
      sql: null,
    },
  ];
}

/** Settings under which triggers and foreign keys do not hold. */
export function replicaFindings({ replica_settings }: Surroundings): Finding[] {
  return replica_settings.map((found) => ({
    kind: 'replica_role',
    subject: 'session_replication_role',
    expected: 'origin',
    found,
    fix: 'Reset it where it is set: ALTER DATABASE … or ALTER ROLE … RESET session_replication_role, or the configuration file of the server.',
    sql: null,
  }));
}

const OwnerRow = z.object({ object: z.string(), expected: z.string(), found: z.string() });

/** Functions and types in our schema that belong to somebody else. */
export async function ownerFindings(session: Session, schema: string): Promise<Finding[]> {
  const rows = parseRows(OwnerRow, await session.query(foreignOwnersSql, [schema, OWNER_ROLE, gatewayFunctions]));
  return rows.map(({ object, expected, found }) => ({
    kind: 'foreign_owner',
    subject: object,
    expected: `owner ${expected}`,
    found: `owner ${found}`,
    fix: `Give it to ${expected} (ALTER … OWNER TO …, as a superuser) and find out who took it.`,
    sql: null,
  }));
}

const RoleRow = z.object({ role: z.string(), expected: z.string(), found: z.string(), sql: z.string().nullable() });

/** Our roles: what they can do beside what they are for, and whether Directus's role has those it needs. */
export async function roleFindings(session: Session, separated: boolean, directus: string | null): Promise<Finding[]> {
  const rows = parseRows(RoleRow, await session.query(rolesSql, [separated, directus]));
  return rows.map(({ role, expected, found, sql }) => ({
    kind: 'role_changed',
    subject: `role ${role}`,
    expected,
    found,
    fix: sql === null ? 'Run the SQL that `one-roof roles` prints, as a superuser.' : 'Run it as a superuser.',
    sql,
  }));
}
