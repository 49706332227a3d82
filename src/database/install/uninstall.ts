import { z } from 'zod';
import dependentsSql from './dependents.sql';
import { inspectDatabase } from './inspect-installation.ts';
import uninstallRolesSql from './uninstall-roles.sql';
import { DatabaseRefusal } from '../refusal.ts';
import { GRANTED_ROLES, renderRoles } from '../roles.ts';
import { quoteIdentifier, SCHEMA } from '../sql-text.ts';
import type { Session, SessionSource } from '../sessions/session.ts';

export interface Uninstalled {
  schemaRemoved: boolean;
  /** Roles of ours that something else in the cluster depends on. */
  rolesLeft: string[];
}

/**
 * Removes our schema with everything in it, and our roles where nothing else depends on them, in one transaction.
 *
 * @throws DatabaseRefusal `foreign_schema`: what we did not create, we do not drop; `objects_depend`: nor what somebody built on
 *   what we did create.
 */
export async function uninstall(source: SessionSource, schema: string = SCHEMA): Promise<Uninstalled> {
  return source.use(async (session) => {
    await session.query(`begin; set local lock_timeout = '10s'`);
    try {
      const found = await inspectDatabase(session, schema);
      // Whoever owns the schemas on the search path could offer functions and operators that fit better.
      await session.query('set local search_path = pg_catalog, pg_temp');
      const schemaRemoved = found.state !== 'absent' || found.schemaExists;
      await refuseDependents(session, schema);
      if (schemaRemoved) await session.query(`drop schema ${quoteIdentifier(schema)} cascade`);
      await session.query(renderRoles(uninstallRolesSql));
      const { rows } = await session.query(
        `select coalesce(array_agg(rolname::text order by rolname), '{}') as roles from pg_roles
         where rolname = any ($1)`,
        [GRANTED_ROLES],
      );
      await session.query('commit');
      return { schemaRemoved, rolesLeft: z.array(z.string()).parse(rows[0]?.['roles']) };
    } catch (error) {
      await session.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}

async function refuseDependents(session: Session, schema: string): Promise<void> {
  const { rows } = await session.query(dependentsSql, [schema]);
  if (rows.length === 0) return;
  const objects = rows.map(({ object }) => String(object));
  throw new DatabaseRefusal('objects_depend', {
    message: `Something outside schema ${schema} depends on it, and would be dropped with it`,
    expected: 'nothing that depends on it',
    found: objects.join(', '),
    fix: 'Drop or change these yourself, then uninstall.',
  });
}
