import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { stringify } from 'yaml';
import { DirectusClient } from '../hosts/directus-client.ts';
import { DirectusServer } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import { step } from '../script/setup/step.mjs';
import { PROPOSALS } from '../src/contract/proposals.ts';
import { BASE_PATH, ROUTES } from '../src/contract/routes.ts';
import type { RouteName } from '../src/contract/routes.ts';
import { DEMO, directusUrl, runSql } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';

/** As many ask one route at once. */
const CLIENTS = 200;

/** How long, per route, in s: `ONE_ROOF_LOAD_SECONDS`. A quarter of it before warms up. */
const SECONDS = Number(process.env['ONE_ROOF_LOAD_SECONDS'] ?? 60);

/** Only the routes with one of these names, separated by commas: `ONE_ROOF_LOAD_ROUTES`. */
const CHOSEN = process.env['ONE_ROOF_LOAD_ROUTES']?.split(',');

/** How often the administrator reads, in ms. */
const EVERY = 50;

/** The item that administrators read meanwhile. Clients of the peer ask for it, too. */
const ITEM = '/items/agents?limit=1';

/** The most that the administrator may wait, as a multiple of what they wait for beside the peer; and that memory may grow by. */
const BARS = { wait: 2, memory: 1.05 };

/** The role that may read everything. */
const READERS = 'Readers';

/** The release that the routes are asked about. */
const RELEASE = 'REL-1';
const REQUEST = 'APR-1';

/** Questions of the routes that want one. */
const QUERIES: Partial<Record<RouteName, string>> = {
  ownershipDetail: '?object=agents',
  whatIf: '?retire=GOV-COUNCIL',
  gate: `?release=${RELEASE}`,
};

/** Result of one load. */
interface Outcome {
  name: string;
  /** How long the administrator waited for an item, in ms: 99 of 100 times at most so long. */
  p99: number;
  reads: number;
  /** Reads of the administrator that were not answered with 200. */
  refused: number;
  /** Memory of Directus at the end, as a multiple of what it was after the warm-up. */
  memory: number;
  /** How often the clients were answered with each status; 0 is a connection that was cut. */
  statuses: Record<string, number>;
}

/**
 * Measures how long an administrator who reads items waits while 200 clients ask one route of ours, without pause, for
 * a minute. The peer is the same 200 clients at an item of Directus itself. Each route of the read contract takes its
 * turn.
 */
export async function benchLoad(server: TestServer, extension: string): Promise<void> {
  const name = 'directus_gov_test_load';
  await runSql(directusUrl(server, 'postgres'), `create database ${name} template directus_reference`);
  const directus = await DirectusServer.prepare({
    databaseUrl: directusUrl(server, name),
    admin: server.admin,
    extension,
    // Otherwise Directus turns requests away by itself while the machine is busy.
    settings: { PRESSURE_LIMITER_ENABLED: 'false', ONE_ROOF_READ_ROLES: READERS, ACCESS_TOKEN_TTL: '1d' },
  });
  try {
    await oneRoof(
      directus,
      extension,
      ['migrate'],
      ['environment', 'declare', '--production', '--reason', 'benchmark'],
    );
    await directus.start();
    const { admin, reader } = await step('Preparing a project with something to ask about', () =>
      prepare(directus, extension),
    );
    const load = (what: string, path: string) =>
      step(`200 clients: ${what}`, () => underLoad(directus, admin, reader, what, path));
    const alone = await step('Nobody', () => reading(admin, SECONDS / 6));
    printHead(at(alone.times, 0.99));
    const peer = await load(`Directus: ${ITEM}`, ITEM);
    printPeer(peer);
    for (const route of Object.keys(ROUTES) as RouteName[])
      if (CHOSEN?.includes(route) ?? true)
        printRoute(peer, await load(ROUTES[route].path, `${BASE_PATH}${pathOf(route)}`));
  } finally {
    await directus.stop();
  }
}

async function oneRoof(directus: DirectusServer, extension: string, ...commands: string[][]): Promise<void> {
  for (const command of commands) {
    const { exitCode, stderr } = await runOneRoof(extension, directus.environment, command);
    if (exitCode !== 0 && exitCode !== 10) throw new Error(`one-roof ${command.join(' ')}: ${stderr}`);
  }
}

/** Items, a plan with gaps, a council of two and a request; and who reads. */
async function prepare(
  directus: DirectusServer,
  extension: string,
): Promise<{ admin: DirectusClient; reader: DirectusClient }> {
  const admin = await DirectusClient.login(directus.url, directus.admin);
  for (let n = 1; n <= 20; n++) await admin.must('POST', '/items/agents', { code: `AGENT-${n}`, title: 'An agent' });
  const seats = { president: ['first@example.com'], council: ['second@example.com'] };
  const seated = await admin.create('/roles', { name: 'Seated' });
  for (const email of [...seats.president, ...seats.council])
    await admin.create('/users', { email, role: seated, status: 'active' });
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  const plan = join(folder, 'plan.yaml');
  writeFileSync(
    plan,
    `${readFileSync(`${DEMO}plan.yaml`, 'utf8')}\n${stringify({ ratification: { profile: 'two_person', seats } })}`,
  );
  try {
    await oneRoof(directus, extension, ['plan', 'register', plan, '--reason', 'benchmark'], ['scan']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await file(directus.url, directus.admin, {
    code: REQUEST,
    subject: 'policy',
    title: 'A policy',
    proposed_action_code: PROPOSALS.policy.action,
    proposed_action: { policy: { ...PROPOSALS.policy.example.policy, profile: 'two_person' } },
  });
  const permissions = { create: [{ collection: 'agents', action: 'read', fields: ['*'] }], update: [], delete: [] };
  const policy = await admin.create('/policies', { name: READERS, app_access: true, permissions });
  const role = await admin.create('/roles', {
    name: READERS,
    policies: { create: [{ policy: { id: policy } }], update: [], delete: [] },
  });
  const person = { email: 'reader@example.com', password: 'reads-under-load' };
  await admin.create('/users', { ...person, role, status: 'active' });
  return { admin, reader: await DirectusClient.login(directus.url, person) };
}

/** Files a request in a session, as the Studio does: an access token is no person. */
async function file(
  url: string,
  { email, password }: { email: string; password: string },
  request: unknown,
): Promise<void> {
  const client = new DirectusClient(url);
  const { headers } = await client.ask('POST', '/auth/login', { email, password, mode: 'session' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const { status, body } = await client.ask('POST', `${BASE_PATH}/requests`, request, { cookie, origin: url });
  if (status !== 200) throw new Error(`Filing a request answered ${status}: ${JSON.stringify(body)}`);
}

function pathOf(route: RouteName): string {
  const code = route === 'release' ? RELEASE : REQUEST;
  return ROUTES[route].path.replace(':code', code) + (QUERIES[route] ?? '');
}

async function underLoad(
  directus: DirectusServer,
  admin: DirectusClient,
  reader: DirectusClient,
  name: string,
  path: string,
): Promise<Outcome> {
  const clients = new Worker(new URL('load-clients.mjs', import.meta.url), {
    workerData: { url: `${directus.url}${path}`, token: reader.token, clients: CLIENTS },
  });
  const told = once(clients, 'message');
  await sleep((SECONDS / 4) * 1000);
  const before = memoryOf(directus);
  const { times, refused } = await reading(admin, SECONDS);
  const memory = memoryOf(directus) / before;
  clients.postMessage('stop');
  const [statuses] = (await told) as [Record<string, number>];
  return { name, p99: at(times, 0.99), reads: times.length, refused, memory, statuses };
}

/** Reads an item again and again. A read that takes longer than the pause is waited for. */
async function reading(admin: DirectusClient, seconds: number): Promise<{ times: number[]; refused: number }> {
  const times: number[] = [];
  let refused = 0;
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const started = performance.now();
    if ((await admin.ask('GET', ITEM)).status !== 200) refused += 1;
    times.push(performance.now() - started);
    await sleep(EVERY);
  }
  return { times, refused };
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.round(share * (times.length - 1))] ?? Number.NaN;
}

/** Resident memory of the process that listens and of what supervises it, which stays as it is, in KiB. */
function memoryOf(directus: DirectusServer): number {
  const port = `PORT=${new URL(directus.url).port}`;
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(port));
  return pids.reduce(
    (sum, pid) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
    0,
  );
}

/** Empty where a process is not ours to look at, or is gone. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function printHead(alone: number): void {
  process.stdout.write(
    `\nAn administrator reads items beside ${CLIENTS} clients, ${SECONDS} s each; beside nobody p99 ${alone.toFixed(0)} ms\n`,
  );
}

function printPeer(peer: Outcome): void {
  process.stdout.write(`  ${figures(peer)}   peer\n`);
}

/** Each route is printed when it was measured: an end before the last one loses nothing. */
function printRoute(peer: Outcome, outcome: Outcome): void {
  const { p99, memory, refused } = outcome;
  const kept = p99 <= peer.p99 * BARS.wait && memory <= BARS.memory && refused === 0;
  const ratio = `${(p99 / peer.p99).toFixed(2)}×`;
  process.stdout.write(
    `  ${figures(outcome)}   ${ratio}   bars ${BARS.wait}×, ${BARS.memory}×, 0: ${kept ? 'met' : 'MISSED'}\n`,
  );
}

function figures({ name, p99, reads, refused, memory, statuses }: Outcome): string {
  const answered = Object.entries(statuses).map(([status, times]) => `${status}: ${times}`);
  return `${name.padEnd(32)}  p99 ${p99.toFixed(0).padStart(5)} ms  memory ${memory.toFixed(3)}×  ${refused} of ${reads} refused  (${answered.join(', ')})`;
}
