import { DirectusClient } from '../hosts/directus-client.ts';
import { databaseSettings, DirectusServer } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import { step } from '../script/setup/step.mjs';
import { DEMO, directusUrl, runSql } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

/** Items created in one round, one after the other. What is compared is the median item of each round. */
const ITEMS = 200;

/** Otherwise Directus turns requests away while the machine is busy with something else. */
const UNLIMITED = { PRESSURE_LIMITER_ENABLED: 'false' };

/** The most that the guards may add. */
const BAR = 1.1;

/**
 * Measures the cost of the guards: items created in a Directus with all of them in `enforce`, beside one without the
 * extension.
 */
export async function benchGuard(server: TestServer, extension: string): Promise<void> {
  const [bare, guarded] = [
    await copyOfReference(server, 'directus_gov_test_bare'),
    await copyOfReference(server, 'directus_gov_test_guarded'),
  ];
  const without = await DirectusServer.prepare({ databaseUrl: bare, admin: server.admin, settings: UNLIMITED });
  const withGuards = await DirectusServer.prepare({
    databaseUrl: guarded,
    admin: server.admin,
    extension,
    settings: UNLIMITED,
  });
  try {
    await step('Turning every guard on', () => enforce(guarded, extension));
    await step('Starting both', () => Promise.all([without.start(), withGuards.start()]));
    const figures = await step('Creating items', async () =>
      measure(
        { 'without One-Roof': await creating(without), 'all guards in enforce': await creating(withGuards) },
        { rounds: 5, warmUp: 2 },
      ),
    );
    report(`Creating an item over HTTP (the median of ${ITEMS}), rounds in turn`, figures, {
      'all guards in enforce': (figures[0]?.median ?? 0) * BAR,
    });
  } finally {
    await without.stop();
    await withGuards.stop();
  }
}

async function copyOfReference(server: TestServer, name: string): Promise<string> {
  await runSql(directusUrl(server, 'postgres'), `create database ${name} template directus_reference`);
  return directusUrl(server, name);
}

/** A clone with every owner of the plan, so that everything may be enforced, and agents only written while execution is owned. */
async function enforce(databaseUrl: string, extension: string): Promise<void> {
  const environment = { PATH: process.env['PATH'], ...databaseSettings(databaseUrl) };
  for (const command of [
    ['migrate'],
    ['environment', 'declare', '--clone'],
    ['plan', 'register', `${DEMO}plan.yaml`],
    ['plan', 'apply', '--clone-only'],
    ['guard', 'writes', 'agents', 'owned'],
    ['guard', 'mode', 'enforce'],
  ]) {
    const reason = command[0] === 'migrate' ? [] : ['--reason', 'benchmark'];
    const { exitCode, stderr } = await runOneRoof(extension, environment, [...command, ...reason]);
    if (exitCode !== 0) throw new Error(`one-roof ${command.join(' ')}: ${stderr}`);
  }
}

async function creating(directus: DirectusServer): Promise<() => Promise<number>> {
  const admin = await DirectusClient.login(directus.url, directus.admin);
  let created = 0;
  return async () => {
    const times: number[] = [];
    for (let item = 0; item < ITEMS; item++) {
      const started = performance.now();
      await admin.must('POST', '/items/agents', { code: `A${(created += 1)}`, title: 'An agent' });
      times.push(performance.now() - started);
    }
    return times.sort((a, b) => a - b)[ITEMS / 2] ?? Number.NaN;
  };
}
