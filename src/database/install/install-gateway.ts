import { z } from 'zod';
import { gateway, gatewayFunctions } from '../migrations.ts';
import { DatabaseRefusal } from '../refusal.ts';
import { GATEWAY_ROLE, OWNER_ROLE } from '../roles.ts';
import { quoteIdentifier, renderSql } from '../sql-text.ts';
import type { Session } from '../sessions/session.ts';

const Asking = z.object({ name: z.string(), may: z.boolean() });

/**
 * Creates or replaces the functions that read Directus's tables. In mode separated the gateway does so itself, with the right to
 * create in our schema for as long as that takes: what it owns, it could not be given back, nor replaced by the owner. Elsewhere
 * they belong to whoever installs the schema. The search path is that of localSearchPath().
 *
 * @returns whether they belong to a role of their own, so that nobody else grants on them
 * @throws DatabaseRefusal `privilege_missing` where the owner may not act as the gateway
 */
export async function installGateway(
  session: Session,
  names: { schema: string; directusSchema: string },
): Promise<boolean> {
  const { rows } = await session.query(
    `select current_user::text as name, coalesce(pg_has_role(current_user, to_regrole($1), 'member'), false) as may`,
    [GATEWAY_ROLE],
  );
  const { name, may } = Asking.parse(rows[0]);
  const create = async () => {
    for (const statement of gateway) await session.query(renderSql(statement, names));
  };
  if (name !== OWNER_ROLE) {
    await create();
    return false;
  }
  if (!may) {
    throw new DatabaseRefusal('privilege_missing', {
      message: `Role ${OWNER_ROLE} may not act as ${GATEWAY_ROLE}, which reads Directus's tables in mode separated`,
      expected: `${OWNER_ROLE} is a member of ${GATEWAY_ROLE}`,
      found: 'it is not, or there is no such role',
      fix: 'Run the SQL that `one-roof roles` prints, as a superuser.',
    });
  }
  const schema = quoteIdentifier(names.schema);
  await session.query(`grant usage, create on schema ${schema} to ${GATEWAY_ROLE}`);
  for (const routine of await ownedByOwner(session, names.schema))
    await session.query(`alter function ${routine} owner to ${GATEWAY_ROLE}`);
  await session.query(`set local role ${GATEWAY_ROLE}`);
  await create();
  await session.query(`set local role ${OWNER_ROLE}`);
  await session.query(`revoke create on schema ${schema} from ${GATEWAY_ROLE}`);
  return true;
}

/** Tells if the owner of mode separated owns functions of the gateway, as after a dump was loaded as the owner. */
export async function gatewayIsMissing(session: Session, schema: string): Promise<boolean> {
  return (await ownedByOwner(session, schema)).length > 0;
}

/** The gateway's functions that belong to the owner of mode separated; none where somebody else asks. */
async function ownedByOwner(session: Session, schema: string): Promise<string[]> {
  const { rows } = await session.query(
    `select pg_catalog.format('%I.%I(%s)', n.nspname::text, p.proname::text, pg_catalog.pg_get_function_identity_arguments(p.oid)) as routine
     from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     where n.nspname = $1 and p.proname = any ($2) and pg_catalog.pg_get_userbyid(p.proowner) = $3 and current_user = $3
     order by 1`,
    [schema, gatewayFunctions, OWNER_ROLE],
  );
  return z
    .array(z.object({ routine: z.string() }))
    .parse(rows)
    .map(({ routine }) => routine);
}
