import { Socket } from 'node:net';
import pg from 'pg';
import { vi } from 'vitest';
import type { OneStatement, SessionSource } from '../../../src/database/sessions/session.ts';
import { withClient } from '../with-client.ts';

/** When and how a session dies: after that many statements, because its client is gone or because the server ends it. */
export interface Kill {
  after: number;
  how: 'client' | 'backend';
}

/** Life of a session: how many statements it did, and whether its transaction was committed. */
export interface Life {
  committed: boolean;
  statements: number;
}

/** Sessions on a database that die as told, mid-file too: a file of several statements is sent statement by statement. */
export function mortalSessions(url: string, kill: Kill | null, life: Life): SessionSource {
  return {
    async use(work) {
      const socket = new Socket();
      const client = new pg.Client({ connectionString: url, stream: () => socket });
      client.on('error', () => undefined);
      await client.connect();
      const pid = Number((await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid);
      const step = async (text: string | OneStatement, values?: readonly unknown[]) => {
        const outcome = await client.query<Record<string, unknown>>(
          text,
          values === undefined ? undefined : [...values],
        );
        life.statements += 1;
        if (text === 'commit') life.committed = true;
        if (life.statements === kill?.after) await end(kill.how, url, pid, socket);
        return outcome;
      };
      try {
        return await work({
          async query(text, values) {
            const statements =
              values === undefined && typeof text === 'string'
                ? text.split(/(?<=;)\n/).filter((part) => /^[^-\s]/m.test(part))
                : [text];
            let outcome = await step(statements[0] ?? text, values);
            for (const statement of statements.slice(1)) outcome = await step(statement);
            return outcome;
          },
        });
      } finally {
        await client.end().catch(() => undefined);
        await untilGone(url, pid);
      }
    },
  };
}

async function end(how: Kill['how'], url: string, pid: number, socket: Socket): Promise<void> {
  if (how === 'client') socket.destroy();
  else await withClient(url, (client) => client.query('select pg_terminate_backend($1)', [pid]));
}

/** Waits until the server has ended a dead session, whose work may go on for a moment. */
async function untilGone(url: string, pid: number): Promise<void> {
  await withClient(url, (client) =>
    vi.waitUntil(
      async () => (await client.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 0,
      {
        timeout: 20_000,
        interval: 20,
      },
    ),
  );
}
