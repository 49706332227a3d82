import type { Knex } from 'knex';
import type { Session, SessionSource } from './session.ts';

/** The `pg` connection that a Knex transaction runs on: statements sent to it keep their `?` and use `$1`. */
export async function sessionOf(transaction: Knex.Transaction): Promise<Session> {
  return rawConnection(transaction);
}

/**
 * Sessions out of a Knex pool. Give it Directus's global Knex, never a transaction: what One-Roof reads and writes is in
 * transactions of its own.
 */
export function knexSessions(knex: Knex): SessionSource {
  return {
    async use(work) {
      const connection = await rawConnection(knex);
      try {
        return await work(connection);
      } finally {
        await poolOf(knex).releaseConnection(connection);
      }
    },
  };
}

async function rawConnection(knex: Knex): Promise<Session> {
  return poolOf(knex).acquireConnection();
}

/** The part of Knex's client that hands out raw connections; Knex has no type for it. */
interface Pool {
  acquireConnection(): Promise<Session>;
  releaseConnection(connection: Session): Promise<void>;
}

function poolOf(knex: Knex): Pool {
  return knex.client as Pool;
}
