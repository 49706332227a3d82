import roles from './roles.sql';
import type { Session } from './session.ts';

/** Creates the roles that One-Roof grants to, where the connecting role may create roles. Safe to repeat and to race. */
export async function ensureRoles(session: Session): Promise<void> {
  await session.query(roles);
}
