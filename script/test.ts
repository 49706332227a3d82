import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import type { TestCase, TestModule } from 'vitest/node';
import { installHosts } from '../hosts/install-host.ts';
import { readOptions, usageError } from './read-options.ts';
import { chooseRun } from './test/parts.ts';
import type { TestRun } from './test/parts.ts';
import { recordTimes, timeLines, timesOf } from './test/times.ts';
import type { Times } from './test/times.ts';

// npm test: all behaviour, in one run of all projects, so that no core waits while another project ends. `--fast`: unit and
// database only. `--directus` and `--postgres`: the tests of Directus on that pair only, as a cell of the matrix in
// .github/workflows/ci.yml runs them. The last lines name the seconds of each project, the ten slowest files and the time of the
// run; the very last line is `N passed, N failed`.

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const USAGE = 'npm test -- [--fast] [--directus 11|12] [--postgres 15|18]';

const run = chosenRun();

const tally = { passed: 0, failed: 0 };
const skipped: string[] = [];

// What cannot be installed fails the projects that need it, and no others.
const given = process.env['ONE_ROOF_CHROMIUM'] === undefined ? [] : ['chromium'];
await installHosts(run.hosts.filter((host) => !given.includes(host))).catch((error: unknown) =>
  process.stderr.write(`✗ ${String(error)}\n`),
);
process.stderr.write(`• Testing: ${run.projects.join(', ')} …\n`);
const times = await test(run.projects);

function chosenRun(): TestRun {
  const options = readOptions(USAGE, {
    fast: { type: 'boolean' },
    directus: { type: 'string' },
    postgres: { type: 'string' },
  });
  try {
    return chooseRun(options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return usageError(error.message, USAGE);
  }
}

async function test(projects: string[]): Promise<Times> {
  const vitest = await startVitest([], {
    project: projects,
    watch: false,
    run: true,
    reporters: [['default', { summary: false }]],
    provide: { postgres: run.postgres },
  });
  const modules = vitest.state.getTestModules();
  modules.forEach(count);
  // A file that could not be read, a set-up that failed, an error outside any test: each is a failure of its own.
  tally.failed += vitest.state.getUnhandledErrors().length;
  const found = new Set(modules.map(({ project }) => project.name));
  for (const project of projects.filter((name) => !found.has(name))) {
    tally.failed++;
    process.stderr.write(`✗ ${project}: no test was found\n`);
  }
  await vitest.close();
  return timesOf(modules.map((module) => [module.project.name, module.relativeModuleId, secondsOf(module)]));
}

/** Seconds of a file of tests: starting its environment, reading it, its hooks and its tests. */
function secondsOf(module: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic();
  return (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000;
}

function count(module: TestModule): void {
  tally.failed += module.errors().length;
  // What fails before the tests of a group leaves them skipped.
  for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
  for (const test of module.children.allTests()) countTest(module, test);
}

function countTest(module: TestModule, test: TestCase): void {
  const result = test.result();
  if (result.state === 'passed') tally.passed++;
  else if (result.state === 'skipped')
    skipped.push(`${module.relativeModuleId}: ${test.fullName}${result.note === undefined ? '' : ` (${result.note})`}`);
  else tally.failed++;
}

recordTimes(PROJECT, times);
for (const line of timeLines(PROJECT, times)) process.stdout.write(`${line}\n`);
process.stdout.write(`Tested in ${Math.round(performance.now() / 1000)} s\n`);
for (const test of skipped) process.stdout.write(`skipped: ${test}\n`);
process.stdout.write(
  `${tally.passed} passed, ${tally.failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`,
);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
