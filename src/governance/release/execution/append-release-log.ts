import type { ProductionSession, Write } from '../../../database/sessions/session.ts';
import type { Actor } from '../../acts/actor.ts';
import { beginAct } from '../../acts/begin-act.ts';

/** The outcome of one run of a release: it is kept even if its transaction was rolled back. */
export interface ReleaseLogEntry {
  action: 'apply' | 'rollback';
  outcome: 'applied' | 'rolled_back' | 'nothing_to_do' | 'dry_run' | 'refused' | 'cut';
  at: string;
  milliseconds: number;
  by: string;
  message?: string;
  tiers?: { tier: number; title: string; milliseconds: number }[];
  entry?: string;
  exit?: string;
}

/** Appends to the log of a release, in a transaction of its own. A release that is not there has no log. */
export async function appendReleaseLog(
  production: Write<ProductionSession>,
  release: string,
  by: Actor,
  entry: ReleaseLogEntry,
): Promise<void> {
  await production(async (session) => {
    await beginAct(session, {
      ...by,
      action: 'release.log',
      reason: `${entry.action} of ${release}: ${entry.outcome}`,
    });
    // Whoever carries out a release right now holds the table: what was refused because of that does not wait to say so.
    await session.query(`set local lock_timeout = '500ms'`);
    await session.query('select append_release_log($1, $2)', [release, JSON.stringify([entry])]);
  });
}
