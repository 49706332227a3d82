import type { Knex } from 'knex';
import { holdingConnection, refuseWhileHolding } from './held-connection.ts';
import { noConnection, PATIENCE } from './places.ts';
import type { Places } from './places.ts';
import type { Session, SessionSource } from './session.ts';

/** The `pg` connection that a Knex transaction runs on: statements sent to it keep their `?` and use `$1`. */
export async function sessionOf(transaction: Knex.Transaction): Promise<Session> {
  return rawConnection(transaction);
}

/**
 * Sessions out of a Knex pool. Give it Directus's global Knex, never a transaction: what One-Roof reads and writes is in
 * transactions of its own.
 *
 * @param places how many of its connections may be used at once; without them, all.
 */
export function knexSessions(knex: Knex, places: Places | null = null): SessionSource {
  return {
    async use(work) {
      refuseWhileHolding('Another session');
      const until = performance.now() + PATIENCE;
      const leave = await places?.take(until);
      try {
        const connection = await (places === null ? rawConnection(knex) : connectionBefore(knex, until));
        try {
          return await holdingConnection(() => work(connection));
        } finally {
          await poolOf(knex).releaseConnection(connection);
        }
      } finally {
        leave?.();
      }
    },
  };
}

/** How many connections a Knex pool may have. */
export function poolSize(knex: Knex): number {
  return poolOf(knex).pool?.max ?? 1;
}

async function rawConnection(knex: Knex): Promise<Session> {
  return poolOf(knex).acquireConnection();
}

/** A connection, if there is one in time. One that comes too late is given back. */
async function connectionBefore(knex: Knex, until: number): Promise<Session> {
  const coming = rawConnection(knex);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, until - performance.now(), null)));
  const come = await Promise.race([coming, late]).finally(() => clearTimeout(timer));
  if (come !== null) return come;
  coming.then(
    (connection) => poolOf(knex).releaseConnection(connection),
    () => undefined, // Knex gave up, too
  );
  throw noConnection(`none, of the ${poolSize(knex)} that Directus has`);
}

/** The part of Knex's client that hands out raw connections; Knex has no type for it. */
interface Pool {
  pool?: { max: number };
  acquireConnection(): Promise<Session>;
  releaseConnection(connection: Session): Promise<void>;
}

function poolOf(knex: Knex): Pool {
  return knex.client as Pool;
}
