import type { ProductionSession } from '../../../database/sessions/session.ts';
import { beginAct } from '../../acts/begin-act.ts';

/** Actor with a proof for the database: the session of a person, or the static token of a seat that no person holds. */
export type Proof = { user: string; session: string } | { user: string; token: string };

/**
 * Says, for the rest of the transaction, whose act it is, why, and hands the database the proof. The table rules (authenticated_user,
 * SQL) judge the proof; nothing here does.
 */
export async function actAsPerson(
  session: ProductionSession,
  proof: Proof,
  action: string,
  reason: string,
): Promise<void> {
  const isPerson = 'session' in proof;
  await beginAct(session, {
    actor: `directus:${proof.user}`,
    actorKind: isPerson ? 'human' : 'service',
    action,
    reason,
  });
  await session.query('select set_config($1, $2, true)', [
    isPerson ? 'one_roof.session' : 'one_roof.token',
    isPerson ? proof.session : proof.token,
  ]);
}
