import { knexSessions } from '../../src/database/sessions/knex-sessions.ts';
import type { GuardMode } from '../../src/contract/answers/writes.ts';
import type { Write, WriteSession } from '../../src/database/sessions/session.ts';
import { beginAct } from '../../src/governance/acts/begin-act.ts';
import { writeHere } from '../../src/database/sessions/write-here.ts';
import { openPermit } from '../../src/governance/guard/permits.ts';
import type { PermitKind } from '../../src/governance/guard/permits.ts';
import { setGuardMode } from '../../src/governance/guard/set-guard-mode.ts';
import { setWriteRule } from '../../src/governance/guard/set-write-rule.ts';
import { armGuards } from '../../src/governance/guard/tend-guards.ts';
import type { TendedTable } from '../../src/governance/guard/tend-guards.ts';
import { applyPlanOnClone } from '../../src/governance/plan/apply-plan-on-clone.ts';
import type { TestDatabase } from './test-database.ts';

export const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

/** Writes as the CLI would, in whatever this database is. */
export function writer(db: TestDatabase): Write<WriteSession> {
  return (work) => writeHere(knexSessions(db.knex), work);
}

/** A change of governance, for a reason. */
async function acting(db: TestDatabase, work: (session: WriteSession) => Promise<unknown>): Promise<void> {
  await writer(db)(async (session) => {
    await beginAct(session, { ...BY, action: 'test' });
    await work(session);
  });
}

/** Sets the mode and arms what it asks for. */
export async function guards(db: TestDatabase, mode: GuardMode, group: string | null = null): Promise<TendedTable[]> {
  await writer(db)((session) => setGuardMode(session, group, mode, BY));
  return armGuards(writer(db));
}

/** The reference case with every owner of its plan, on a clone, so that everything may be enforced. */
export async function owned(db: TestDatabase): Promise<void> {
  await db.declare('clone');
  await db.writeClone((session) => applyPlanOnClone(session, BY));
}

/** Makes collections locked, as a plan would. */
export async function lock(db: TestDatabase, ...collections: string[]): Promise<void> {
  await acting(db, (session) =>
    session.query(`update collection_registry set governance_role = 'locked' where collection_name = any ($1)`, [
      collections,
    ]),
  );
}

/** Takes the owners of one scope away. */
export async function disown(db: TestDatabase, scope: string): Promise<void> {
  await acting(db, (session) =>
    session.query(`update governance_object_ownership set lifecycle_status = 'revoked' where scope = $1`, [scope]),
  );
}

/** Makes the items of a collection need an owner of `execution`. */
export async function ownedWrites(db: TestDatabase, collection: string): Promise<void> {
  await writer(db)((session) => setWriteRule(session, collection, true, BY));
  await armGuards(writer(db));
}

/** Opens a change window or an override for an hour. */
export async function permit(db: TestDatabase, kind: PermitKind, collections: string[] | null = null): Promise<number> {
  return (await writer(db)((session) => openPermit(session, kind, { collections, seconds: 3600 }, BY))).id;
}

/** The recorded writes, oldest first, each in a line: collection, item or what of the schema, operation, finding, permit. */
export const WRITES = `
  select concat_ws(' ', collection, coalesce(subject, item), operation, finding, permit) as write from one_roof.governed_write order by id`;
