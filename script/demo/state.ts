import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DirectusMajor } from '../../hosts/directus.ts';
import { freePort } from '../../hosts/free-port.ts';
import { cacheFolder, keyOf } from '../setup/cache.mjs';
import { withLock } from '../setup/lock.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** Folder and passwords that one demo keeps between its starts, and the lock that it holds meanwhile. */
export interface DemoState {
  folder: string;
  port: number;
  admin: { email: string; password: string };
  databasePassword: string;
  release(): void;
}

const DEFAULT_PORT = 8055;
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Takes the state of the demo of this checkout (and Directus, and snapshot), and a port. A demo that is running keeps both to itself: the
 * next one gets the next number and a free port. One demo at a time takes, so that two cannot take the same.
 */
export async function takeState({
  major,
  snapshot,
  reset,
  port,
}: {
  major: DirectusMajor;
  snapshot: string | undefined;
  reset: boolean;
  port: number | undefined;
}): Promise<DemoState> {
  const demos = join(cacheFolder(), 'demo');
  mkdirSync(demos, { recursive: true });
  return withLock(join(demos, 'lock'), async () => {
    const chosen = await choosePort(demos, port);
    const base = join(demos, keyOf(PROJECT, String(major), snapshot === undefined ? '' : resolve(snapshot)));
    let number = 1;
    while (!claim(`${base}-${number}.pid`)) number++;
    const folder = `${base}-${number}`;
    if (reset) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return {
      folder,
      port: chosen,
      ...secrets(folder),
      release() {
        rmSync(`${base}-${number}.pid`, { force: true });
        rmSync(portClaim(demos, chosen), { force: true });
      },
    };
  });
}

const portClaim = (demos: string, port: number) => join(demos, `port-${port}.pid`);

async function choosePort(demos: string, wanted: number | undefined): Promise<number> {
  const port = wanted ?? DEFAULT_PORT;
  if (!(await isTaken(port)) && claim(portClaim(demos, port))) return port;
  if (wanted !== undefined)
    throw new SetupError(`Port ${wanted} is taken`, 'Give another one with --port, or leave it to the demo.');
  return freePort();
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.on('error', () => answer(false));
  });
}

/** Writes our process number into a file, unless it holds that of a process that is running. */
function claim(file: string): boolean {
  if (existsSync(file) && isRunning(Number(readFileSync(file, 'utf8')))) return false;
  writeFileSync(file, String(process.pid));
  return true;
}

function secrets(folder: string): Pick<DemoState, 'admin' | 'databasePassword'> {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const made = {
      admin: { email: 'admin@example.com', password: randomBytes(9).toString('base64url') },
      databasePassword: randomBytes(24).toString('base64url'),
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Pick<DemoState, 'admin' | 'databasePassword'>;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
