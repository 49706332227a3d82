import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { freePort } from '../../../hosts/free-port.ts';
import { DemoRunner } from '../../harness/directus/demo-runner.ts';

const runner = new DemoRunner();
afterAll(() => runner.remove());
const demo = (...args: string[]) => runner.start(...args);

const REFERENCE = {
  objects: 35,
  scopes: 6,
  cells: 210,
  gap: 210,
  conflicts: 0,
  gate: 'BLOCKED',
  blockers: ['no_release', 'ospa<1'],
  directus: '11.17.4',
};

it('two demos at once: each prints the reference case as one line of JSON, answers on its own port, and Ctrl-C leaves nothing running', async () => {
  const demos = [demo('--json'), demo('--json')];
  const summaries = (await Promise.all(demos.map(({ firstLine }) => firstLine))).map(
    (line) => JSON.parse(line) as { url: string; email: string; password: string; shell: string },
  );
  for (const summary of summaries) {
    expect(summary).toMatchObject(REFERENCE);
    const admin = await DirectusClient.login(summary.url, summary);
    expect(await admin.must('GET', '/one-roof/v1/gate')).toMatchObject({
      data: { verdict: 'BLOCKED', blockers: ['no_release', 'ospa<1'] },
    });
    expect(await admin.must('GET', '/items/agents?fields=title&sort=code')).toEqual({
      data: [{ title: 'Catalogue assistant' }, { title: 'Review assistant' }],
    });
    expect(await admin.must('GET', '/one-roof/v1/coverage/by-owner')).toMatchObject({
      data: [{ alive: true }, { alive: true }, { alive: true }, { alive: true }],
    });
  }
  expect(new Set(summaries.map(({ url }) => url)).size).toBe(2);

  // In a shell that read what the demo says, the commands of the docs reach that demo.
  for (const { shell } of summaries) {
    const said = execFileSync(
      'sh',
      ['-c', '. "$0" && one-roof --json environment && echo "$PGDATABASE at $PGPORT"', shell],
      {
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      },
    );
    expect(said).toMatch(/^\{"dbname":"directus".*\}\ndirectus at [0-9]+\n$/);
  }

  for (const { child } of demos) child.kill('SIGINT');
  for (const { stdout, code } of await Promise.all(demos.map(({ ended }) => ended))) {
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  }
  for (const { url } of summaries) await expect(fetch(`${url}/server/ping`)).rejects.toThrow('fetch failed');
}, 400_000);

it('a second start keeps what was done, --once ends by itself; --reset starts over', async () => {
  const first = demo('--once', '--json');
  expect(JSON.parse((await first.ended).stdout)).toMatchObject(REFERENCE);
  const again = await demo('--once').ended;
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      'Coverage 0 %: 35 collections × 6 scopes = 210 cells; 0 covered, 210 gaps, 0 conflicts, an owner is planned for 210.',
    ) as string,
  });
  expect(again.stdout).toContain('The gate is BLOCKED.');
  expect(again.stderr).not.toContain('Bootstrapping');
  expect((await demo('--once', '--reset').ended).stderr).toContain('Bootstrapping');
}, 400_000);

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
  [['--directus', '10'], '--directus 10 is not a major of Directus that One-Roof runs on'],
])('says what is wrong with %j', async (args, message) => {
  expect(await demo(...args).ended).toMatchObject({ code: 1, stderr: expect.stringContaining(message) as string });
});
