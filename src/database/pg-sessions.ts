import pg from 'pg';
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
      await client.connect();
      try {
        if (wanted !== null) await requireDatabase(client, wanted);
        return await work(client);
      } finally {
        await client.end();
      }
    },
  };
}
