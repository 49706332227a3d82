import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { DirectusServer } from '../../../hosts/directus.ts';
import { runOneRoof } from '../../../hosts/one-roof-cli.ts';
import type { CliOutcome } from '../../../hosts/one-roof-cli.ts';
import type { Template } from './one-roof-template.ts';
import { TestDatabase } from '../test-database.ts';

/** A real Directus with the packed extension on a database of its own. */
export class DirectusStack {
  readonly db: TestDatabase;
  readonly directus: DirectusServer;
  readonly anonymous: DirectusClient;
  #admin: Promise<DirectusClient> | null = null;

  private constructor(db: TestDatabase, directus: DirectusServer) {
    this.db = db;
    this.directus = directus;
    this.anonymous = new DirectusClient(directus.url);
  }

  /** Makes the database and prepares the server; nothing runs yet. */
  static async prepare(
    template: Template,
    options: { settings?: Record<string, string>; declared?: 'production' | 'clone' } = {},
  ): Promise<DirectusStack> {
    const db = await TestDatabase.create(inject('postgres15'), template);
    if (options.declared !== undefined) await db.declare(options.declared);
    return DirectusStack.on(db, options.settings);
  }

  /** Prepares a server on a database that is there. */
  static async on(db: TestDatabase, settings: Record<string, string> = {}): Promise<DirectusStack> {
    const { admin } = inject('postgres15');
    return new DirectusStack(
      db,
      await DirectusServer.prepare({
        major: inject('directus'),
        databaseUrl: db.url,
        extension: inject('extension'),
        admin,
        settings,
      }),
    );
  }

  /** Another server on the same database. */
  another(): Promise<DirectusServer> {
    return DirectusServer.prepare({
      major: inject('directus'),
      databaseUrl: this.db.url,
      extension: inject('extension'),
      admin: this.directus.admin,
    });
  }

  static async start(...args: Parameters<typeof DirectusStack.prepare>): Promise<DirectusStack> {
    const stack = await DirectusStack.prepare(...args);
    await stack.directus.start();
    return stack;
  }

  /** A client of the administrator. */
  admin(): Promise<DirectusClient> {
    this.#admin ??= DirectusClient.login(this.directus.url, this.directus.admin);
    return this.#admin;
  }

  /**
   * A new user with a role and policy of their own, logged in. `reads`: collections they may read, in the app. Who has nothing to
   * read there needs no access to it, and so takes none of the three seats of Directus 12 Core.
   */
  async user(role: string, reads: readonly string[] = []): Promise<DirectusClient> {
    const admin = await this.admin();
    const policy = await admin.create('/policies', {
      name: role,
      app_access: reads.length > 0,
      permissions: {
        create: reads.map((collection) => ({ collection, action: 'read', fields: ['*'] })),
        update: [],
        delete: [],
      },
    });
    const roleId = await admin.create('/roles', {
      name: role,
      policies: { create: [{ policy: { id: policy } }], update: [], delete: [] },
    });
    const person = {
      email: `${randomBytes(6).toString('hex')}@example.com`,
      password: randomBytes(12).toString('base64url'),
    };
    await admin.create('/users', { ...person, role: roleId, status: 'active' });
    return DirectusClient.login(this.directus.url, person);
  }

  /** Takes a user away again, and with them a seat that they took. */
  async dismiss(user: DirectusClient): Promise<void> {
    const { data } = (await user.must('GET', '/users/me?fields=id')) as { data: { id: string } };
    await (await this.admin()).must('DELETE', `/users/${data.id}`);
  }

  /** Runs the CLI of the packed extension. */
  cli(...args: string[]): Promise<CliOutcome> {
    return runOneRoof(inject('extension'), this.directus.environment, args);
  }

  async stop(): Promise<void> {
    await this.directus.stop();
    await this.db.drop();
  }
}
