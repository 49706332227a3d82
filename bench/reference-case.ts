import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { DirectusClient } from '../hosts/directus-client.ts';
import { DirectusServer } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import { step } from '../script/setup/step.mjs';
import { DEMO, directusUrl } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

const run = promisify(execFile);

/** The reference case (35 collections, 210 cells) in a real Directus: what people wait for. */
export async function benchReferenceCase(server: TestServer, extension: string): Promise<void> {
  const databaseUrl = directusUrl(server, 'directus_reference');
  const directus = await DirectusServer.prepare({ databaseUrl, extension, admin: server.admin });
  const cli = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr } = await runOneRoof(extension, directus.environment, ['--json', ...args]);
    if (exitCode !== 0 && exitCode !== 10) throw new Error(`one-roof ${args.join(' ')}: ${stderr}`);
  };
  const client = new pg.Client(databaseUrl);
  try {
    await cli('migrate');
    await cli('environment', 'declare', '--production', '--reason', 'benchmark');
    await cli('plan', 'register', `${DEMO}plan.yaml`, '--reason', 'benchmark');
    await client.connect();
    await step('Measuring start-up', () => benchStartUp(server, extension));
    await directus.start();
    await step('Measuring the read contract', () => benchRequests(directus));
    await step('Measuring a scan', () => benchScan(directus, client, cli));
    await step('Measuring the CLI', () => benchGateProcess(databaseUrl, cli));
  } finally {
    await client.end();
    await directus.stop();
  }
}

async function benchStartUp(server: TestServer, extension: string): Promise<void> {
  const databaseUrl = directusUrl(server, 'directus_reference');
  const opened: number[] = [];
  const start = (options: { extension?: string }) => async (): Promise<number> => {
    const directus = await DirectusServer.prepare({ databaseUrl, admin: server.admin, ...options });
    try {
      const started = performance.now();
      await directus.start();
      const took = performance.now() - started;
      const [, ms] = /One-Roof is ready in (\d+) ms/.exec(directus.log) ?? [];
      if (ms !== undefined) opened.push(Number(ms));
      return took;
    } finally {
      await directus.stop();
    }
  };
  const nothing = emptyExtension();
  const figures = await measure(
    {
      'Directus with a bundle that is empty': start({ extension: nothing }),
      'Directus with One-Roof': start({ extension }),
      'Directus without extensions': start({}),
    },
    { rounds: 5 },
  );
  rmSync(nothing, { recursive: true });
  report('Start-up on a migrated database, until Directus listens', figures);

  const load = `await import(${JSON.stringify(pathToFileURL(join(extension, 'dist', 'api.js')).href)})`;
  const own = await measure(
    {
      'node that does nothing': () => runNode('0'),
      'node that loads the extension': () => runNode(load),
      'One-Roof opens (as its log says)': () => Promise.resolve(opened.shift()),
    },
    { rounds: opened.length - 1 },
  );
  report('… of which the extension itself: loading it, opening it', own, { 'One-Roof opens (as its log says)': 500 });
}

/** An extension of the same kind that does nothing: what Directus itself does for any extension is not ours. */
function emptyExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  const manifest = {
    name: 'directus-extension-nothing',
    version: '1.0.0',
    type: 'module',
    'directus:extension': { type: 'bundle', path: { app: 'app.js', api: 'api.js' }, entries: [], host: '^11.0.0' },
  };
  const exporting = (kinds: string[]) => kinds.map((kind) => `export const ${kind} = [];`).join('\n');
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'api.js'), exporting(['hooks', 'endpoints', 'operations']));
  writeFileSync(
    join(folder, 'app.js'),
    exporting(['interfaces', 'displays', 'layouts', 'modules', 'panels', 'themes', 'operations']),
  );
  return folder;
}

async function benchRequests(directus: DirectusServer): Promise<void> {
  const admin = await DirectusClient.login(directus.url, directus.admin);
  const get = (path: string) => async (): Promise<void> => {
    await admin.must('GET', path);
  };
  const summary = '/one-roof/v1/coverage/summary';
  const tag = (await admin.ask('GET', summary)).headers.get('etag') ?? '';
  const unchanged = async (): Promise<void> => {
    const { status } = await admin.ask('GET', summary, undefined, { 'if-none-match': tag });
    if (status !== 304) throw new Error(`expected 304, found ${status}`);
  };
  const serverTime = async (): Promise<number> => {
    const { headers } = await admin.ask('GET', summary);
    return Number(/dur=([\d.]+)/.exec(headers.get('server-timing') ?? '')?.[1]);
  };
  const figures = await measure(
    {
      'GET /items/agents?aggregate[count]=*': get('/items/agents?aggregate[count]=*'),
      [`GET ${summary}`]: get(summary),
      [`GET ${summary} (304)`]: unchanged,
      'the summary in our hands (Server-Timing)': serverTime,
      'GET /one-roof/v1/coverage/gaps?limit=100': get('/one-roof/v1/coverage/gaps?limit=100'),
      'GET /one-roof/v1/gate': get('/one-roof/v1/gate'),
    },
    { rounds: 200, warmUp: 50 },
  );
  report('Requests, one after the other, from request to parsed answer', figures, {
    'the summary in our hands (Server-Timing)': 5,
  });
}

async function benchScan(
  directus: DirectusServer,
  client: pg.Client,
  cli: (...args: string[]) => Promise<void>,
): Promise<void> {
  const admin = await DirectusClient.login(directus.url, directus.admin);
  const scan = async (): Promise<number> => {
    await cli('scan');
    const { rows } = await client.query<{ ms: number }>(`
      select extract(epoch from finished_at - started_at)::float8 * 1000 as ms
      from one_roof.candidate_scan_run order by started_at desc limit 1`);
    return rows[0]?.ms ?? Number.NaN;
  };
  const figures = await measure(
    {
      'GET /schema/snapshot (Directus reads the same schema)': async () => {
        await admin.must('GET', '/schema/snapshot');
      },
      'scan of 35 collections': scan,
    },
    { rounds: 20, warmUp: 2 },
  );
  report('A scan: discovery, coverage, run record', figures, { 'scan of 35 collections': 150 });
}

async function benchGateProcess(databaseUrl: string, cli: (...args: string[]) => Promise<void>): Promise<void> {
  const pgModule = fileURLToPath(new URL('../node_modules/pg/esm/index.mjs', import.meta.url));
  const connect = `
    const { default: pg } = await import(${JSON.stringify(pathToFileURL(pgModule).href)});
    const client = new pg.Client(${JSON.stringify(databaseUrl)});
    await client.connect(); await client.query('select 1'); await client.end();`;
  const figures = await measure(
    {
      'node that connects and asks select 1': () => runNode(connect),
      'one-roof gate': () => cli('gate'),
    },
    { rounds: 15, warmUp: 2 },
  );
  report('The CLI, whole process', figures, { 'one-roof gate': 400 });
}

async function runNode(code: string): Promise<void> {
  await run(process.execPath, ['--input-type=module', '--eval', code]);
}
