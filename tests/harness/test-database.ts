import { randomBytes } from 'node:crypto';
import knexModule from 'knex';
import type { Knex } from 'knex';
import { vi } from 'vitest';
import { MAX_LIMIT } from '../../src/contract/paging.ts';
import {
  cloneWrite,
  cloneWriter,
  productionRead,
  productionWhatIf,
  productionWrite,
  productionWriter,
} from '../../src/database/sessions/classes.ts';
import type {
  CloneSession,
  ProductionSession,
  ReadSession,
  SessionSource,
  WhatIfSession,
  Write,
} from '../../src/database/sessions/session.ts';
import { declareEnvironment } from '../../src/governance/environment/declare-environment.ts';
import type { Template } from './directus/one-roof-template.ts';
import { WarmSessions } from './postgres/warm-sessions.ts';
import { directusUrl } from './test-server.ts';
import type { TestServer } from './test-server.ts';
import { withClient } from './with-client.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

/** Reason that a person gives who changes governance in `psql`. */
const ACT = `set one_roof.reason = 'a test'`;

/** Statements after which a session that is new differs from one that was there before, or after which those are gone. */
const AT_THE_BEGINNING = /\balter\s+(database|role|user|system)\b|\bon\s+database\b|\bpg_terminate_backend\b/i;

/** A database of a test's own: a copy of a template, gone when the test is. */
export class TestDatabase {
  readonly name: string;
  /** Connection string as Directus's role. */
  readonly url: string;
  /** Connection string as superuser. */
  readonly superuserUrl: string;
  readonly sessions: SessionSource;
  readonly #warm: Record<'directus' | 'superuser', WarmSessions>;
  readonly #server: TestServer;
  #knex: Knex | null = null;

  private constructor(server: TestServer, name: string) {
    this.#server = server;
    this.name = name;
    this.url = directusUrl(server, name);
    this.superuserUrl = server.superuserUrl.replace(/\/postgres$/, `/${name}`);
    this.#warm = { directus: new WarmSessions(this.url), superuser: new WarmSessions(this.superuserUrl) };
    this.sessions = this.#warm.directus;
  }

  /** Copies a template. The name is one of a clone unless it is said otherwise. */
  static async create(
    server: TestServer,
    template: Template,
    name = `directus_gov_test_${randomBytes(6).toString('hex')}`,
  ): Promise<TestDatabase> {
    const database = new TestDatabase(server, name);
    await withClient(directusUrl(server, 'postgres'), (client) =>
      client.query(`create database "${name}" template ${template} strategy file_copy`),
    );
    return database;
  }

  /** Runs statements as Directus's role, one after the other, outside any transaction and with a reason; returns the rows of the last. */
  async sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
    return this.#did('directus', text, values);
  }

  /** Runs statements in one transaction that is rolled back; returns the rows of the last. */
  async tried(...statements: string[]): Promise<Record<string, unknown>[]> {
    return tried(this.#warm.directus, statements);
  }

  /** The same as superuser. */
  async triedAsSuperuser(...statements: string[]): Promise<Record<string, unknown>[]> {
    return tried(this.#warm.superuser, statements);
  }

  /** Runs statements as superuser, as sql() does. */
  async sqlAsSuperuser(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
    return this.#did('superuser', text, values);
  }

  async #did(who: 'directus' | 'superuser', text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
    try {
      return await this.#warm[who].use(async (session) => {
        await session.query(ACT);
        return (await session.query(text, values)).rows;
      });
    } finally {
      if (AT_THE_BEGINNING.test(text)) await this.#endIdle();
    }
  }

  async #endIdle(): Promise<void> {
    await Promise.all(Object.values(this.#warm).map((sessions) => sessions.end()));
  }

  /** Reads through the connection class production-read. */
  read<Result>(work: (session: ReadSession) => Promise<Result>): Promise<Result> {
    return productionRead(
      this.sessions,
      { allowedDatabases: [this.name], asReader: false, rowLimit: MAX_LIMIT + 1 },
      work,
    );
  }

  /** Through the connection class what-if. */
  whatIf<Result>(work: (session: WhatIfSession) => Promise<Result>): Promise<Result> {
    return productionWhatIf(
      this.sessions,
      { allowedDatabases: [this.name], asReader: false, rowLimit: MAX_LIMIT + 1 },
      work,
    );
  }

  writeProduction<Result>(work: (session: ProductionSession) => Promise<Result>): Promise<Result> {
    return productionWrite(this.sessions, work);
  }

  writeClone<Result>(work: (session: CloneSession) => Promise<Result>): Promise<Result> {
    return cloneWrite(this.sessions, work);
  }

  /** Lends out writing in production, to what opens more than one transaction. */
  get production(): Write<ProductionSession> {
    return productionWriter(this.sessions);
  }

  /** Lends out writing on a clone. */
  get clone(): Write<CloneSession> {
    return cloneWriter(this.sessions);
  }

  /** Declares it, as an operator would: when nobody is connected any more. */
  async declare(kind: 'production' | 'clone'): Promise<this> {
    await this.untilNobodyIsConnected();
    await productionWrite(this.sessions, (session) => declareEnvironment(session, kind, BY));
    return this;
  }

  /** A session that was closed here may go on for a moment on the server. */
  async untilNobodyIsConnected(): Promise<void> {
    await this.#endIdle();
    const sessions = `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`;
    await withClient(this.#server.superuserUrl, (client) =>
      vi.waitUntil(async () => (await client.query(sessions, [this.name])).rowCount === 0, {
        timeout: 30_000,
        interval: 20,
      }),
    );
  }

  /** A Knex on it, as Directus has one. */
  get knex(): Knex {
    this.#knex ??= knexModule({ client: 'pg', connection: this.url, pool: { min: 0, max: 25 } });
    return this.#knex;
  }

  async drop(): Promise<void> {
    await Promise.all([this.#knex?.destroy(), this.#endIdle()]);
    await withClient(this.#server.superuserUrl, (client) =>
      client.query(`drop database if exists "${this.name}" with (force)`),
    );
  }
}

async function tried(source: SessionSource, statements: readonly string[]): Promise<Record<string, unknown>[]> {
  return source.use(async (session) => {
    await session.query('begin');
    await session.query(ACT);
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await session.query(statement)).rows;
    await session.query('rollback');
    return rows;
  });
}
