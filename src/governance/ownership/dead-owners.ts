import { z } from 'zod';
import { GovernanceCode } from '../../contract/vocabulary.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

const Found = z.object({
  owner: GovernanceCode,
  owner_name: z.string(),
  reason: z.enum(['retired', 'role_missing', 'no_active_user']),
  directus_role: z.string().nullable(),
  role_name: z.string().nullable(),
  cells: z.coerce.number(),
  planned_cells: z.coerce.number(),
});

/** A dead owner, and what to do about it. The reasons are in v_dead_owner (SQL). */
export interface DeadOwner extends z.infer<typeof Found> {
  fix: string;
}

/** The dead owners that own cells, or may be given some. */
export async function deadOwners(session: ReadSession): Promise<DeadOwner[]> {
  const found = parseRows(Found, await session.query('select * from v_dead_owner order by owner'));
  return found.map((owner) => ({ ...owner, fix: fixOf(owner) }));
}

function fixOf({ owner, reason, role_name: role }: z.infer<typeof Found>): string {
  switch (reason) {
    case 'retired':
      return `Give its cells another owner in the plan, or name ${owner} under owners again.`;
    case 'role_missing':
      return `Its Directus role is gone: give ${owner} another role in the plan.`;
    case 'no_active_user':
      return `Activate a user with the Directus role ${String(role)}, or give ${owner} another role in the plan.`;
  }
}
