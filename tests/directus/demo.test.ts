import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { DirectusClient } from '../../hosts/directus-client.ts';
import { freePort } from '../../hosts/free-port.ts';
import { cacheFolder } from '../../script/setup/cache.mjs';

const DEMO = fileURLToPath(new URL('../../script/demo.ts', import.meta.url));

// A cache of its own, with the installed hosts and the packed builds of the real one: nobody's own demo is touched.
const cache = mkdtempSync(join(tmpdir(), 'one-roof-demo-'));
chmodSync(cache, 0o755);
for (const folder of ['hosts', 'packed']) symlinkSync(join(cacheFolder(), folder), join(cache, folder));
afterAll(() => rmSync(cache, { recursive: true }));

/** Starts the demo; `firstLine` is the first line it prints on standard output. */
function demo(...args: string[]) {
  const child = spawn(process.execPath, [DEMO, ...args], {
    env: { ...process.env, ONE_ROOF_CACHE: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const end = stdout.indexOf('\n');
      if (end >= 0) resolve(stdout.slice(0, end));
    });
    child.on('exit', () => reject(new Error(`The demo ended: ${stderr}`)));
  });
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  firstLine.catch(() => undefined); // whoever waits for the end is told there
  return { child, firstLine, ended };
}

const REFERENCE = {
  objects: 35,
  scopes: 6,
  cells: 210,
  gap: 210,
  conflicts: 0,
  gate: 'BLOCKED',
  blockers: ['ospa<1'],
  directus: '11.17.4',
};

it('two demos at once: each prints the reference case as one line of JSON, answers on its own port, and Ctrl-C leaves nothing running', async () => {
  const demos = [demo('--json'), demo('--json')];
  const summaries = (await Promise.all(demos.map(({ firstLine }) => firstLine))).map(
    (line) => JSON.parse(line) as { url: string; email: string; password: string },
  );
  for (const summary of summaries) {
    expect(summary).toMatchObject(REFERENCE);
    const admin = await DirectusClient.login(summary.url, summary);
    expect(await admin.must('GET', '/one-roof/v1/gate')).toMatchObject({ data: { verdict: 'BLOCKED', blockers: ['ospa<1'] } });
    expect(await admin.must('GET', '/items/agents?fields=title&sort=code')).toEqual({
      data: [{ title: 'Catalogue assistant' }, { title: 'Review assistant' }],
    });
    expect(await admin.must('GET', '/one-roof/v1/coverage/by-owner')).toMatchObject({
      data: [{ alive: true }, { alive: true }, { alive: true }, { alive: true }],
    });
  }
  expect(new Set(summaries.map(({ url }) => url)).size).toBe(2);

  for (const { child } of demos) child.kill('SIGINT');
  for (const { stdout, code } of await Promise.all(demos.map(({ ended }) => ended))) {
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  }
  for (const { url } of summaries) await expect(fetch(`${url}/server/ping`)).rejects.toThrow('fetch failed');
}, 180_000);

it('a second start keeps what was done, --once ends by itself; --reset starts over', async () => {
  const first = demo('--once', '--json');
  expect(JSON.parse((await first.ended).stdout)).toMatchObject(REFERENCE);
  const again = await demo('--once').ended;
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Coverage 0 %: 35 collections × 6 scopes = 210 cells; 0 covered, 210 gaps, 0 conflicts.') as string,
  });
  expect(again.stdout).toContain('The gate is BLOCKED.');
  expect(again.stderr).not.toContain('Bootstrapping');
  expect((await demo('--once', '--reset').ended).stderr).toContain('Bootstrapping');
}, 180_000);

it('a demo that is killed takes its servers with it', async () => {
  const port = await freePort();
  const { child, firstLine } = demo('--json', '--port', String(port));
  await firstLine;
  child.kill('SIGKILL');
  await expect
    .poll(
      () =>
        fetch(`http://localhost:${port}/server/ping`).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 20_000 },
    )
    .toBe('down');
}, 120_000);

it.each([
  [['--port', 'many'], '--port many is not a port'],
  [['--snapshot', 'nowhere.json'], 'There is no file nowhere.json'],
])('says what is wrong with %j', async (args, message) => {
  expect(await demo(...args).ended).toMatchObject({ code: 1, stderr: expect.stringContaining(message) as string });
});
