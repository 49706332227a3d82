import pg from 'pg';
import { isConnectionLoss } from './connection-loss.ts';
import { requireDatabase } from './require-database.ts';
import type { SessionSource } from './session.ts';

/**
 * Sessions for a process without Directus: one `pg` connection, opened for each use and closed after it.
 *
 * @param wanted the database that was asked for by name: every session proves to be in it before anything else happens.
 */
export function pgSessions(config: pg.ClientConfig, wanted: string | null = null): SessionSource {
  return {
    async use(work) {
      const client = new pg.Client(config);
      // The server may end a session while nothing is asked of it. Unheard, that would end the process.
      const lost: Error[] = [];
      client.on('error', (error) => lost.push(error));
      await client.connect();
      try {
        if (wanted !== null) await requireDatabase(client, wanted);
        return await work(client);
      } catch (thrown) {
        // What ended the session says more than what came of asking it afterwards.
        throw isConnectionLoss(thrown) ? (lost[0] ?? thrown) : thrown;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}
