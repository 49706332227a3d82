import type { Knex } from 'knex';
import { cloneWriter, productionRead, productionWhatIf, productionWriter } from '../database/sessions/classes.ts';
import type { ReadPolicy } from '../database/sessions/classes.ts';
import { knexSessions } from '../database/sessions/knex-sessions.ts';
import { requireCurrentSchema } from '../database/install/migrate.ts';
import { pgSessions } from '../database/sessions/pg-sessions.ts';
import { requireDatabase } from '../database/sessions/require-database.ts';
import type {
  CloneSession,
  ProductionSession,
  ReadSession,
  SessionSource,
  WhatIfSession,
  Write,
  WriteSession,
} from '../database/sessions/session.ts';
import type { Actor } from '../governance/acts/actor.ts';
import { writeHere } from '../database/sessions/write-here.ts';
import { readPolicy } from '../governance/settings/read-policy.ts';
import type { Settings } from '../governance/settings/settings.ts';
import { readConfiguration } from './configuration.ts';
import type { Configuration } from './configuration.ts';

/** The person at the command line: their connection to the database, and what they may do with it. */
export class Operator {
  readonly configuration: Configuration;
  readonly sessions: SessionSource;

  constructor(database: string | undefined) {
    this.configuration = readConfiguration(process.env, database);
    this.sessions = pgSessions(this.configuration.database, this.configuration.wantedDatabase);
  }

  get settings(): Settings {
    return this.configuration.settings;
  }

  /** Actor in the ledger: the database role. A person's name would be personal data in a chain that never forgets. */
  get actor(): Actor {
    return { actor: `operator:${this.configuration.database.user ?? 'database'}`, actorKind: 'operator' };
  }

  /** Reads in one READ ONLY snapshot of an installed, current schema. */
  async read<Result>(work: (session: ReadSession) => Promise<Result>): Promise<Result> {
    return productionRead(this.sessions, await this.#readPolicy(), work);
  }

  /** Reads in one snapshot, and may ask what would come of a change. Keeps nothing. */
  async whatIf<Result>(work: (session: WhatIfSession) => Promise<Result>): Promise<Result> {
    return productionWhatIf(this.sessions, await this.#readPolicy(), work);
  }

  /** Writes in one transaction, through the connection class of what this database is proven to be. */
  async write<Result>(work: (session: WriteSession) => Promise<Result>): Promise<Result> {
    await this.sessions.use((session) => requireCurrentSchema(session));
    return writeHere(this.sessions, work);
  }

  /** Writes in one transaction, and never on a clone. */
  async writeProduction<Result>(work: (session: ProductionSession) => Promise<Result>): Promise<Result> {
    return (await this.production())(work);
  }

  /** Writes in one transaction, and only on a proven clone. */
  async writeClone<Result>(work: (session: CloneSession) => Promise<Result>): Promise<Result> {
    await this.sessions.use((session) => requireCurrentSchema(session));
    return cloneWriter(this.sessions)(work);
  }

  /** Lends out writing in production, to work that opens more than one transaction. */
  async production(): Promise<Write<ProductionSession>> {
    await this.sessions.use((session) => requireCurrentSchema(session));
    return productionWriter(this.sessions);
  }

  /** Lends out writing on another database, which proves to be a clone. */
  onClone(database: string): Write<CloneSession> {
    const clone = readConfiguration(process.env, database);
    return cloneWriter(pgSessions(clone.database, clone.wantedDatabase));
  }

  /** Opens Knex, for the migrator; everything else works without it. */
  async withKnex<Result>(work: (knex: Knex) => Promise<Result>): Promise<Result> {
    const { knex } = await import('knex');
    const database = knex({
      client: 'pg',
      connection: this.configuration.database as Knex.PgConnectionConfig,
      pool: { min: 0, max: 1 },
    });
    try {
      const { wantedDatabase } = this.configuration;
      if (wantedDatabase !== null)
        await knexSessions(database).use((session) => requireDatabase(session, wantedDatabase));
      return await work(database);
    } finally {
      await database.destroy();
    }
  }

  async #readPolicy(): Promise<ReadPolicy> {
    await this.sessions.use((session) => requireCurrentSchema(session));
    return readPolicy(this.settings, this.configuration.database.database ?? (await this.#connectedDatabase()), false);
  }

  async #connectedDatabase(): Promise<string> {
    return this.sessions.use(async (session) =>
      String((await session.query('select current_database() as name')).rows[0]?.['name']),
    );
  }
}
