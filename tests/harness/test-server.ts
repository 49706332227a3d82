import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import seed from '../../demo/seed.json' with { type: 'json' };
import { referenceCase } from '../../demo/reference-case.ts';
import { DIRECTUS_LIMITS, DirectusServer } from '../../hosts/directus.ts';
import type { DirectusMajor } from '../../hosts/directus.ts';
import { startPostgres } from '../../hosts/postgres.ts';
import type { PostgresServer } from '../../hosts/postgres.ts';

/** A server with templates on it, as tests are told about it. */
export interface TestServer {
  host: string;
  port: number;
  /** Password of the role `directus`, which is no superuser and owns its databases, as in any careful set-up. */
  password: string;
  superuserUrl: string;
  /** The Directus in every template. */
  directus: DirectusMajor;
  /** The administrator of the Directus in every template. */
  admin: { email: string; password: string };
}

/** The reference case. */
export const DEMO = fileURLToPath(new URL('../../demo/', import.meta.url));

/** The connection string of Directus's role. */
export function directusUrl({ host, port, password }: Pick<TestServer, 'host' | 'port' | 'password'>, database: string): string {
  return `postgres://directus:${password}@${host}:${port}/${database}`;
}

/**
 * Starts a PostgreSQL with two templates, both without One-Roof:
 * `directus_bare`, a bootstrapped Directus without collections, and
 * `directus_reference`, with the collections, folders, roles and people of the reference case, as much of it as that
 * Directus allows.
 */
export async function startTestServer(
  major: 15 | 18,
  directus: DirectusMajor = 11,
): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const postgres = await startPostgres({ major });
  const { host, port } = postgres;
  const server = {
    host,
    port,
    password: randomBytes(16).toString('hex'),
    superuserUrl: postgres.url('postgres'),
    directus,
    admin: { email: 'admin@example.com', password: randomBytes(12).toString('base64url') },
  };
  try {
    await makeDirectusTemplates(postgres, server);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { server, stop: () => postgres.stop() };
}

async function makeDirectusTemplates(postgres: PostgresServer, server: TestServer): Promise<void> {
  await runSql(postgres.url('postgres'), `create role directus login createdb createrole password '${server.password}'`);

  await runSql(postgres.url('postgres'), 'create database directus_bare owner directus');
  const { directus: major, admin } = server;
  const bare = await DirectusServer.prepare({ major, databaseUrl: directusUrl(server, 'directus_bare'), admin });
  await bare.command('bootstrap');
  await bare.stop();

  await runSql(directusUrl(server, 'postgres'), 'create database directus_reference template directus_bare');
  const reference = await DirectusServer.prepare({ major, databaseUrl: directusUrl(server, 'directus_reference') });
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-snapshot-'));
  try {
    writeFileSync(join(folder, 'snapshot.yaml'), referenceCase(DIRECTUS_LIMITS[major].collections).snapshot);
    await reference.command('schema', 'apply', '--yes', join(folder, 'snapshot.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
    await reference.stop();
  }
  await runSql(directusUrl(server, 'directus_reference'), PEOPLE, [JSON.stringify(seed.people)]);
}

/** The people of the reference case, as the demo creates them over HTTP. */
const PEOPLE = `
  with person as (
    select gen_random_uuid() as role_id, value from jsonb_array_elements($1::jsonb)
  ), role as (
    insert into directus_roles (id, name) select role_id, value ->> 'role' from person
  )
  insert into directus_users (id, email, first_name, last_name, role, status)
  select gen_random_uuid(), value ->> 'email', value ->> 'first_name', value ->> 'last_name', role_id, 'active' from person`;

/** Runs one statement on a connection of its own. */
export async function runSql(url: string, text: string, values?: unknown[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}
