import knexModule from 'knex';
import type { Knex } from 'knex';
import { migrate } from '../../../src/database/install/migrate.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { SEPARATED_ROLES } from '../../../src/database/roles.ts';
import { renderSql, SCHEMA } from '../../../src/database/sql-text.ts';
import separatedModeSql from '../../../src/database/install/separated-mode.sql';
import type { SessionSource } from '../../../src/database/sessions/session.ts';
import { TestDatabase } from '../test-database.ts';
import type { TestServer } from '../test-server.ts';
import { withClient } from '../with-client.ts';

/** A database in mode separated, set up as docs/installation.md says. */
export class SeparatedDatabase {
  readonly db: TestDatabase;
  /** Directus's role: it owns the database and Directus's tables, and may not create roles. */
  readonly role: string;
  readonly #server: TestServer;

  private constructor(server: TestServer, db: TestDatabase, role: string) {
    this.#server = server;
    this.db = db;
    this.role = role;
  }

  /** @param role a name that no other test of the cluster uses */
  static async create(server: TestServer, role: string): Promise<SeparatedDatabase> {
    const db = await TestDatabase.create(server, 'directus_reference');
    const separated = new SeparatedDatabase(server, db, role);
    await db.sqlAsSuperuser(`
      create role ${role} login password 'plain';
      do $$
      declare t record;
      begin
        for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
          execute format('alter table public.%I owner to ${role}', t.relname);
        end loop;
      end $$;
      alter database "${db.name}" owner to ${role}`);
    await separated.setUp();
    return separated;
  }

  /** Runs what a superuser runs, once. */
  async setUp(): Promise<void> {
    await this.db.sqlAsSuperuser(
      renderSql(separatedModeSql, { schema: SCHEMA, directusSchema: 'public', directusRole: this.role }),
    );
    await this.db.sqlAsSuperuser(`alter role one_roof_owner password 'owner'`);
  }

  url(name: string, password: string): string {
    return this.db.url.replace(/\/\/[^@]+@/, `//${name}:${password}@`);
  }

  get directusUrl(): string {
    return this.url(this.role, 'plain');
  }

  get ownerUrl(): string {
    return this.url('one_roof_owner', 'owner');
  }

  get directus(): SessionSource {
    return pgSessions({ connectionString: this.directusUrl });
  }

  get owner(): SessionSource {
    return pgSessions({ connectionString: this.ownerUrl });
  }

  /** Works with a Knex of one connection, as the CLI has it. */
  async withKnex<Result>(url: string, work: (knex: Knex) => Promise<Result>): Promise<Result> {
    const knex = knexModule({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
    try {
      return await work(knex);
    } finally {
      await knex.destroy();
    }
  }

  /** `one-roof migrate` as the owner. */
  migrate(): ReturnType<typeof migrate> {
    return this.withKnex(this.ownerUrl, (knex) => migrate(knex));
  }

  async drop(): Promise<void> {
    await this.db.drop();
    await withClient(this.#server.superuserUrl, async (client) => {
      await client.query(`drop role ${this.role}`);
      // Another test may have a database in this mode in the same cluster.
      for (const role of SEPARATED_ROLES) await client.query(`drop role if exists ${role}`).catch(() => undefined);
    });
  }
}
