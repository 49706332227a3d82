import { startVitest } from 'vitest/node';
import type { TestCase, TestModule } from 'vitest/node';
import { readOptions } from './read-options.ts';

// npm test: all behaviour, project by project, because each starts servers of its own and the machine may be small.
// `--fast`: unit and database only. The last line is `N passed, N failed`.

const PROJECTS = ['unit', 'database', 'directus', 'browser'];
const FAST = ['unit', 'database'];

const { fast } = readOptions('npm test -- [--fast]', { fast: { type: 'boolean' } });

const tally = { passed: 0, failed: 0 };
const skipped: string[] = [];

for (const project of fast === true ? FAST : PROJECTS) {
  process.stderr.write(`• Testing: ${project} …\n`);
  const vitest = await startVitest([], { project: [project], watch: false, run: true, reporters: ['default'] });
  const modules = vitest.state.getTestModules();
  modules.forEach(count);
  // A file that could not be read, a set-up that failed, an error outside any test: each is a failure of its own.
  tally.failed += vitest.state.getUnhandledErrors().length;
  if (modules.length === 0) {
    tally.failed++;
    process.stderr.write(`✗ ${project}: no test was found\n`);
  }
  await vitest.close();
}

function count(module: TestModule): void {
  tally.failed += module.errors().length;
  for (const test of module.children.allTests()) countTest(module, test);
}

function countTest(module: TestModule, test: TestCase): void {
  const result = test.result();
  if (result.state === 'passed') tally.passed++;
  else if (result.state === 'skipped')
    skipped.push(`${module.relativeModuleId}: ${test.fullName}${result.note === undefined ? '' : ` (${result.note})`}`);
  else tally.failed++;
}

for (const test of skipped) process.stdout.write(`skipped: ${test}\n`);
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
