import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packedExtension } from '../hosts/packed-extension.ts';
import { clientTypeErrors } from './check/client-types.ts';
import { checkFacts } from './check/facts.ts';
import { checkHouse } from './check/house.ts';
import { checkOpenApi } from './check/openapi-file.ts';
import { runMutants } from './check/mutants.ts';
import type { Choice } from './check/mutants.ts';
import { checkSchema } from './check/schema.ts';
import { checkVocabulary } from './check/vocabulary.ts';
import { readOptions, usageError } from './read-options.ts';
import { runCommand, step } from './setup/step.mjs';
import { filesOverShare, readTimes } from './test/times.ts';

// npm run check: what is not behaviour, two checks at a time. Lint, the package that gets published, types, format, the schema,
// dead code, the contract, the rules of the house, the time of the last `npm test`, and mutants: a guard is taken out, and a test
// has to notice. `--only NAME` runs one of them, `--mutant TEXT` the mutants of guards or files with that in their name, `--all`
// every mutant: without it those that are proven as they are now are not run again.

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string) => join(PROJECT, 'node_modules', '.bin', name);
const run = (name: string, ...args: string[]) => runCommand(bin(name), args, { cwd: PROJECT });

/** Most that every Studio user downloads, in KB, compressed. */
const ENTRY_LIMIT = 30;

/** The longest come first, so that those that run beside each other end together. */
const CHECKS: Record<string, () => unknown> = {
  lint: () => run('eslint', '--max-warnings', '0', '.'),
  package: checkPackage,
  types: () => run('vue-tsc', '--noEmit'),
  format: () => run('prettier', '--check', '.'),
  schema: () => checkSchema(PROJECT),
  'dead code': () => run('knip'),
  contract: () => checkOpenApi(PROJECT),
  house: () => refuse([...checkHouse(PROJECT), ...checkVocabulary(PROJECT), ...checkFacts(PROJECT)]),
  'test times': () => refuse(filesOverShare(PROJECT, readTimes(PROJECT))),
  mutants: async () => refuse(await runMutants(PROJECT, mutantsAskedFor())),
};

const USAGE = `npm run check -- [--only NAME] [--mutant TEXT] [--all], where NAME is one of: ${Object.keys(CHECKS).join(', ')}`;

const options = readOptions(USAGE, {
  only: { type: 'string' },
  mutant: { type: 'string' },
  all: { type: 'boolean' },
});
// A mutant is one of the mutants, whatever else is asked for.
const chosen = [options.only, options.mutant === undefined ? undefined : 'mutants'].filter(
  (name) => name !== undefined,
);
const checks = Object.entries(CHECKS).filter(([name]) => chosen.every((only) => only === name));
if (checks.length === 0) usageError(`There is no check ${chosen.join(' and ')}`, USAGE);

function mutantsAskedFor(): Choice {
  if (options.mutant !== undefined) return { named: options.mutant };
  return options.all === true ? 'all' : 'changed';
}

function refuse(complaints: readonly string[]): void {
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}

async function checkPackage(): Promise<void> {
  const folder = await packedExtension();
  await runCommand(bin('publint'), [folder, '--strict']);
  await runCommand(bin('attw'), [
    join(dirname(folder), 'package.tgz'),
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    '.',
  ]);
  await runCommand(bin('directus-extension'), ['validate'], { cwd: folder });
  const typeErrors = clientTypeErrors(PROJECT, folder);
  if (typeErrors.length > 0)
    throw new Error(`The types of directus-extension-one-roof/client:\n${typeErrors.join('\n')}`);
  const client = readFileSync(join(folder, 'dist', 'client', 'index.js'), 'utf8');
  if (/^import /m.test(client))
    throw new Error('directus-extension-one-roof/client imports something: it is to stand by itself');
  const size = gzipSync(readFileSync(join(folder, 'dist', 'app.js'))).length / 1024;
  if (size > ENTRY_LIMIT)
    throw new Error(
      `app.js is ${size.toFixed(1)} KB compressed, expected at most ${ENTRY_LIMIT} KB: make more of it lazy`,
    );
}

const failed: string[] = [];
const seconds: string[] = [];

async function runCheck([name, check]: (typeof checks)[number]): Promise<void> {
  const started = performance.now();
  try {
    await step(`Checking: ${name}`, async () => await check());
  } catch (error) {
    failed.push(name);
    process.stderr.write(`✗ ${name}\n${error instanceof Error ? error.message : String(error)}\n`);
  }
  seconds.push(`${name} ${Math.round((performance.now() - started) / 1000)} s`);
}

/** Runs checks side by side, two at a time where there are two cores: a check by TypeScript takes up to 2 GB. */
async function runChecks(some: typeof checks): Promise<void> {
  const waiting = some.values();
  const work = async () => {
    for (const check of waiting) await runCheck(check);
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
}

const usesAllCores = ([name]: (typeof checks)[number]) => name === 'mutants';
await runChecks(checks.filter((check) => !usesAllCores(check)));
await runChecks(checks.filter(usesAllCores));
process.stdout.write(`Checked in ${Math.round(performance.now() / 1000)} s: ${seconds.join(', ')}\n`);
process.stdout.write(failed.length === 0 ? 'All checks passed\n' : `Failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
