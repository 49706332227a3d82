import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { keyOf, keyOfFiles } from '../../script/setup/cache.mjs';
import { cachedCluster } from './postgres/cached-cluster.ts';

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
export function directusUrl(
  { host, port, password }: Pick<TestServer, 'host' | 'port' | 'password'>,
  database: string,
): string {
  return `postgres://directus:${password}@${host}:${port}/${database}`;
}

/** Files that the content of the templates depends on, beside the two hosts. */
const INGREDIENTS = [
  'tests/harness/test-server.ts',
  'demo/reference-case.ts',
  'demo/snapshot.yaml',
  'demo/plan.yaml',
  'demo/seed.json',
];

type Secrets = Pick<TestServer, 'password' | 'admin'>;

/**
 * Starts a PostgreSQL with two templates, both without One-Roof:
 * `directus_bare`, a bootstrapped Directus without collections, and
 * `directus_reference`, with the collections, folders, roles and people of the reference case, as much of it as that
 * Directus allows.
 * Directus takes a quarter of a minute to make them and every run of every project needs them, so they are kept.
 */
export async function startTestServer(
  major: 15 | 18,
  directus: DirectusMajor = 11,
  options: Pick<NonNullable<Parameters<typeof startPostgres>[0]>, 'durable' | 'fileBlocks'> = {},
): Promise<{ server: TestServer; postgres: PostgresServer; stop: () => Promise<void> }> {
  const cluster = await cachedCluster(
    {
      major,
      name: `postgres-${major}-directus-${directus}-${keyOfTemplates(major, directus)}`,
      title: `Making databases of Directus ${directus} on PostgreSQL ${major} (once)`,
    },
    async (postgres, folder) => {
      const secrets = {
        password: randomBytes(16).toString('hex'),
        admin: { email: 'admin@example.com', password: randomBytes(12).toString('base64url') },
      };
      writeFileSync(join(folder, SECRETS), JSON.stringify(secrets), { mode: 0o600 });
      await makeDirectusTemplates(postgres, directus, secrets);
    },
  );
  const secrets = JSON.parse(readFileSync(join(cluster, SECRETS), 'utf8')) as Secrets;
  const postgres = await startPostgres({ major, copyOf: cluster, ...options });
  const { host, port } = postgres;
  return {
    server: { host, port, superuserUrl: postgres.url('postgres'), directus, ...secrets },
    postgres,
    stop: () => postgres.stop(),
  };
}

/** The file beside the data of a cluster that holds the passwords that were made up for it. */
const SECRETS = 'secrets.json';

function keyOfTemplates(major: 15 | 18, directus: DirectusMajor): string {
  const hosts = [`hosts/postgres-${major}/package-lock.json`, `hosts/directus-${directus}/package-lock.json`];
  const paths = [...hosts, ...INGREDIENTS].map((file) => fileURLToPath(new URL(`../../${file}`, import.meta.url)));
  return keyOf(keyOfFiles(...paths), process.platform, process.arch);
}

async function makeDirectusTemplates(
  postgres: PostgresServer,
  major: DirectusMajor,
  { password, admin }: Secrets,
): Promise<void> {
  const server = { host: postgres.host, port: postgres.port, password };
  await runSql(postgres.url('postgres'), `create role directus login createdb createrole password '${password}'`);

  await runSql(postgres.url('postgres'), 'create database directus_bare owner directus');
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

/**
 * The people of the reference case, as the demo creates them over HTTP. Their roles have the same ids on every server: owners refer to
 * roles, and what servers assert is compared.
 */
const PEOPLE = `
  with person as (
    select overlay(overlay(md5(value ->> 'role') placing '4' from 13) placing '8' from 17)::uuid as role_id, value from jsonb_array_elements($1::jsonb)
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
