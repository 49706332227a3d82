import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { GIVEN_SERVERS } from '../../tests/harness/postgres/given-servers.ts';
import { startTestServer } from '../../tests/harness/test-server.ts';
import { MUTANTS } from '../../tests/mutants/index.ts';
import type { Mutant } from '../../tests/mutants/mutant.ts';
import { SetupError } from '../setup/setup-error.mjs';
import { ProvenMutants } from './proven-mutants.ts';

const Report = z.object({ numFailedTests: z.number(), numTotalTests: z.number() });

/** Which mutants: those that something changed about, all of them, or those with a text in the name of their guard or file. */
export type Choice = 'changed' | 'all' | { named: string };

/**
 * Takes one guard after the other out of a copy of the sources and runs the tests that must notice. A mutant that no test
 * notices survives, and that is a failure: the test cannot fail. Each core works on a copy and on servers of its own. What was
 * noticed is recorded, but for those that were asked for by name.
 *
 * @returns what is wrong, one line per mutant.
 */
export async function runMutants(project: string, choice: Choice): Promise<string[]> {
  const proven = new ProvenMutants(project);
  const mutants = MUTANTS.filter((mutant) => isChosen(mutant, choice, proven));
  if (mutants.length === 0 && typeof choice === 'object')
    throw new SetupError(`There is no mutant with ${choice.named} in its name or file`);
  if (choice === 'changed')
    process.stderr.write(
      `  ${MUTANTS.length - mutants.length} of ${MUTANTS.length} are proven as they are; --all runs them too\n`,
    );
  const complaints: string[] = [];
  const waiting = mutants.values();
  let tried = 0;
  const work = (): Promise<void> =>
    inCopy(project, async (copy, environment) => {
      for (const mutant of waiting) {
        const complaint = await tryMutant(copy, mutant, environment);
        process.stderr.write(`  ${complaint === null ? '✓' : '✗'} ${++tried}/${mutants.length} ${mutant.guard}\n`);
        if (complaint !== null) complaints.push(`${mutant.guard}: ${complaint}`);
        else if (typeof choice === 'string') proven.add(mutant, copy, MUTANTS);
      }
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), mutants.length) }, work));
  return complaints;
}

function isChosen(mutant: Mutant, choice: Choice, proven: ProvenMutants): boolean {
  if (choice === 'all') return true;
  if (choice === 'changed') return !proven.has(mutant);
  return mutant.guard.includes(choice.named) || mutant.file.includes(choice.named);
}

/** Does something with a copy of the sources and with servers that nobody else uses. */
async function inCopy(
  project: string,
  work: (copy: string, environment: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> {
  const copy = copyOfSources(project);
  const [postgres15, postgres18] = await Promise.all([startTestServer(15), startTestServer(18)]);
  const servers = { postgres15: postgres15.server, postgres18: postgres18.server };
  try {
    await work(copy, { ...process.env, [GIVEN_SERVERS]: JSON.stringify(servers) });
  } finally {
    await Promise.all([postgres15.stop(), postgres18.stop()]);
    rmSync(copy, { recursive: true, force: true });
  }
}

async function tryMutant(
  copy: string,
  { file, find, replace, project, test }: Mutant,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) return `"${find}" does not stand exactly once in ${file}`;
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    const report = await runTests(copy, project, test, environment);
    if (report === null || report.numTotalTests === 0) return `${test} did not run`;
    return report.numFailedTests > 0
      ? null
      : `survived: all ${report.numTotalTests} tests of ${test} pass without the guard`;
  } finally {
    writeFileSync(path, source);
  }
}

async function runTests(
  copy: string,
  project: string,
  test: string,
  env: NodeJS.ProcessEnv,
): Promise<z.infer<typeof Report> | null> {
  const output = join(copy, 'report.json');
  rmSync(output, { force: true });
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--project', project, test, '--bail', '1', '--reporter', 'json', '--outputFile', output];
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: 'ignore' });
  await new Promise((resolve) => child.on('exit', resolve));
  const parsed = Report.safeParse(readReport(output));
  return parsed.success ? parsed.data : null;
}

function readReport(output: string): unknown {
  try {
    return JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    return null;
  }
}

/** The files that git knows or would know, and the installed packages. */
function copyOfSources(project: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'one-roof-mutants-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  for (const file of files
    .split('\n')
    .filter((name) => name !== '' && name !== 'node_modules' && existsSync(join(project, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(project, file), join(copy, file));
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}
