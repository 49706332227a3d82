import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { productionRead, productionWhatIf, productionWrite } from '../../../src/database/sessions/classes.ts';
import { requireCurrentSchema } from '../../../src/database/install/migrate.ts';
import type { Session, SessionSource } from '../../../src/database/sessions/session.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { armGuards, tendGuards } from '../../../src/governance/guard/tend-guards.ts';
import { setGuardMode } from '../../../src/governance/guard/set-guard-mode.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { whatIf } from '../../../src/governance/what-if/what-if.ts';
import { readChanges } from '../../../src/governance/what-if/change.ts';
import { BY } from '../../harness/guards.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

/** A pooler in transaction mode, as PgBouncer is one: what is outside a transaction may come to any server connection, the next one to another. */
class Pooler implements SessionSource {
  readonly servers: pg.Client[] = [];
  #next = 0;

  constructor(servers: pg.Client[]) {
    this.servers = servers;
  }

  async use<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    let pinned: pg.Client | null = null;
    return work({
      query: async (text: string, values?: unknown[]) => {
        const server = pinned ?? this.servers[this.#next++ % this.servers.length];
        if (server === undefined) throw new Error('There is no server connection');
        if (/^\s*begin\b/i.test(text)) pinned = server;
        if (/^\s*(commit|rollback|end)\b/i.test(text)) pinned = null;
        return server.query<Record<string, unknown>>(text, values);
      },
    });
  }
}

let db: TestDatabase;
let pooler: Pooler;
beforeAll(async () => {
  db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  await db.declare('production');
  const servers = [1, 2, 3].map(() => new pg.Client(db.url));
  for (const server of servers) await server.connect();
  pooler = new Pooler(servers);
});
afterAll(async () => {
  for (const server of pooler.servers) await server.end();
  await db.drop();
});

/** State that others would find on the connections that we used. */
const leftBehind = async () => {
  const found = [];
  for (const server of pooler.servers) {
    const { rows } = await server.query<Record<string, string>>(`
      select current_user = session_user as themselves, current_setting('search_path') as search_path,
        current_setting('statement_timeout') || current_setting('lock_timeout') as limits,
        concat(current_setting('one_roof.reason', true), current_setting('one_roof.actor', true), current_setting('one_roof.session', true)) as act,
        (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
        (select count(*)::int from pg_prepared_statements) as prepared,
        (select count(*)::int from pg_class where relnamespace = pg_my_temp_schema()) as temporary`);
    found.push(...rows);
  }
  return found;
};
let clean: unknown[];
beforeAll(async () => {
  clean = await leftBehind();
});

const policy = () => ({ allowedDatabases: [db.name], asReader: true, rowLimit: 501 });

it.each<[string, () => Promise<unknown>]>([
  ['checking the schema', () => pooler.use((session) => requireCurrentSchema(session))],
  ['the gate', () => productionRead(pooler, policy(), evaluateGate)],
  ['a scan', () => productionWrite(pooler, (session) => scanCoverage(session, BY))],
  [
    'a what-if',
    () =>
      productionWhatIf(pooler, policy(), (session) =>
        whatIf(session, readChanges({ retire: [], move: ['tasks:GRP-AI'] }), { limit: 1 }),
      ),
  ],
  [
    'turning the guards on',
    async () => {
      await productionWrite(pooler, (session) => setGuardMode(session, null, 'observe', BY));
      expect(
        (await armGuards((work) => productionWrite(pooler, work))).filter(({ problem }) => problem !== null),
      ).toEqual([]);
      await tendGuards((work) => productionWrite(pooler, work), 365);
    },
  ],
  ['what fails', () => rejectionOf(productionWrite(pooler, (session) => session.query('select 1 / 0')))],
])('behind a pooler of transactions %s works, and leaves nothing on the connection', async (_title, work) => {
  await work();
  expect(await leftBehind()).toEqual(clean);
});
