import { createHash } from 'node:crypto';
import type { Session } from '../database/session.ts';
import type { Actor } from './actor.ts';

/** An act on governance. `before` and `after` are what it changed; the ledger keeps their digests. */
export interface LedgerEntry extends Actor {
  action: string;
  object: string;
  reason: string;
  before?: unknown;
  after?: unknown;
}

/** Writes an act to the ledger, in the transaction of the act. The database gives the row its place in the chain. */
export async function appendToLedger(session: Session, entry: LedgerEntry): Promise<void> {
  await session.query(
    `insert into governance_ledger (actor, actor_kind, action, object, reason, before_digest, after_digest)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [entry.actor, entry.actorKind, entry.action, entry.object, entry.reason, digest(entry.before), digest(entry.after)],
  );
}

/** sha256 of the JSON text, in hex; null for nothing. */
function digest(value: unknown): string | null {
  return value === undefined ? null : createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
