import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { referenceCase } from '../../demo/reference-case.ts';
import { ratifiersOf, whoRatifies } from '../../demo/who-ratifies.ts';
import { DirectusClient } from '../../hosts/directus-client.ts';
import { DIRECTUS_LIMITS, DirectusServer } from '../../hosts/directus.ts';
import type { DirectusMajor } from '../../hosts/directus.ts';
import { runOneRoof } from '../../hosts/one-roof-cli.ts';
import { packedExtension } from '../../hosts/packed-extension.ts';
import { startPostgres } from '../../hosts/postgres.ts';
import type { PostgresServer } from '../../hosts/postgres.ts';
import { SetupError } from '../setup/setup-error.mjs';
import { step } from '../setup/step.mjs';
import { seedReferenceCase, showGovernance } from './seed.ts';
import { writeShell } from './shell.ts';
import { takeState } from './state.ts';

export interface DemoOptions {
  major: DirectusMajor;
  reset: boolean;
  port: number | undefined;
  /** A Directus schema snapshot to load instead of the reference case. */
  snapshot: string | undefined;
}

/** A demo that is up. */
export interface Demo {
  directus: DirectusServer;
  /** Holders of a seat. */
  ratifiers: string[];
  /** Whose keys count when they sign. */
  trustFile: string;
  /** Lines for a shell in which `one-roof` and PostgreSQL's programs work on the demo. */
  shell: string;
  /** Runs a command of the CLI out of the packed extension, as the demo's Directus sees the world. */
  cli: (...args: string[]) => Promise<unknown>;
  /** Resolves if Directus ends by itself. */
  directusEnded: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and Directus with the packed extension, and loads the case the first time. */
export async function startDemo({ major, reset, port, snapshot }: DemoOptions): Promise<Demo> {
  if (snapshot !== undefined && !existsSync(snapshot))
    throw new SetupError(`There is no file ${snapshot}`, 'Give the path of a Directus schema snapshot.');
  const extension = await packedExtension();
  const limits = DIRECTUS_LIMITS[major];
  const reference = referenceCase(limits.collections);
  const state = await takeState({ major, snapshot, reset, port });
  /** Puts a file beside the data of the demo. */
  const keep = (name: string, text: string): string => {
    writeFileSync(join(state.folder, name), text);
    return join(state.folder, name);
  };
  const trustFile = join(state.folder, 'allowed_signers');
  if (!existsSync(trustFile))
    keep('allowed_signers', '# Whose keys count when they sign: one line for each key, as ssh-keygen takes it.\n');
  let postgres: PostgresServer | null = null;
  let directus: DirectusServer | null = null;
  const stop = async () => {
    await directus?.stop();
    await postgres?.stop();
    state.release();
  };

  try {
    postgres = await step('Starting PostgreSQL', () => startPostgres({ dataFolder: join(state.folder, 'postgres') }));
    const databaseUrl = await ensureDatabase(postgres, state.databasePassword);
    directus = await DirectusServer.prepare({
      major,
      databaseUrl,
      extension,
      port: state.port,
      admin: state.admin,
      folder: join(state.folder, 'directus'),
      settings: { ONE_ROOF_TRUST_FILE: trustFile },
    });
    const cli = jsonCli(extension, directus);
    const shell = writeShell(state.folder, extension, directus.environment);

    // Written last: a demo that was interrupted while it was loaded is loaded again from the start.
    const loaded = join(state.folder, 'loaded');
    const first = !existsSync(loaded);
    if (first) {
      await emptyDatabase(postgres, state.databasePassword);
      await step('Bootstrapping Directus', () => directus?.command('bootstrap') ?? Promise.resolve(''));
      const schema = snapshot === undefined ? keep('snapshot.yaml', reference.snapshot) : resolve(snapshot);
      await step(
        'Loading the collections',
        () => directus?.command('schema', 'apply', '--yes', schema) ?? Promise.resolve(''),
      );
    }
    const running = directus;
    await step('Starting Directus with the packed extension', () => running.start());
    if (first) {
      const client = await DirectusClient.login(running.url, state.admin);
      await showGovernance(client);
      if (snapshot === undefined)
        await step('Creating people, roles and content', () =>
          seedReferenceCase(client, reference, { seats: limits.seats, password: state.admin.password }),
        );
      await step('Declaring the database and registering the plan', async () => {
        await cli('environment', 'declare', '--production', '--reason', 'the demo is its own production');
        const plan =
          snapshot === undefined
            ? keep('plan.yaml', `${reference.plan}${whoRatifies(limits.seats)}`)
            : join(state.folder, 'plan.yaml');
        if (snapshot !== undefined && !existsSync(plan)) await cli('plan', 'init', plan);
        await cli('plan', 'register', plan, '--reason', 'the first plan');
      });
      writeFileSync(loaded, new Date().toISOString());
    }
    const ratifiers = snapshot === undefined ? ratifiersOf(limits.seats) : [];
    return { directus: running, cli, ratifiers, trustFile, shell, stop, directusEnded: running.ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The CLI of the extension with the settings of the demo's Directus; a BLOCKED gate (exit 10) is an answer. */
function jsonCli(extension: string, directus: DirectusServer): Demo['cli'] {
  return async (...args) => {
    const { exitCode, stdout, stderr } = await runOneRoof(extension, directus.environment, ['--json', ...args]);
    if (exitCode !== 0 && exitCode !== 10)
      throw new SetupError(`one-roof ${args.join(' ')} ended with ${String(exitCode)}: ${stderr || stdout}`);
    return JSON.parse(stdout) as unknown;
  };
}

/** The role Directus connects as is no superuser: it owns its database and may create roles, as a careful set-up has it, and databases, to rehearse on. */
async function ensureDatabase(postgres: PostgresServer, password: string): Promise<string> {
  await asSuperuser(postgres, 'postgres', async (client) => {
    const { rowCount } = await client.query(`select from pg_roles where rolname = 'directus'`);
    if (rowCount === 0)
      await client.query(`create role directus login createrole createdb password ${client.escapeLiteral(password)}`);
    const found = await client.query(`select from pg_database where datname = 'directus'`);
    if (found.rowCount === 0) await client.query('create database directus owner directus');
  });
  return `postgres://directus:${password}@${postgres.host}:${postgres.port}/directus`;
}

async function emptyDatabase(postgres: PostgresServer, password: string): Promise<void> {
  await asSuperuser(postgres, 'postgres', async (client) => {
    await client.query('drop database directus with (force)');
  });
  await ensureDatabase(postgres, password);
}

async function asSuperuser(
  postgres: PostgresServer,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(postgres.url(database));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
