import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { step } from '../script/setup/step.mjs';
import type { TestServer } from '../tests/harness/test-server.ts';
import { figure } from './measure.ts';
import type { Figure } from './measure.ts';
import { ReleaseProduction } from './release-production.ts';
import type { ReadyRelease } from './release-production.ts';
import { report } from './report.ts';
import { writeSqitchProject } from './sqitch-project.ts';

const ROUNDS = 5;

/** Times of applying a release and rolling it back, in ms. */
interface Times {
  rollout: number;
  rollback: number;
  /** The tiers alone, from savepoint to savepoint, as the program itself measured them. */
  tiers: number | null;
  /** The rollout from connecting until it was committed, as the log of the release says. */
  run: number | null;
}

/** A way to carry a release out, and the Debian packages that it takes. */
interface Way {
  name: string;
  programs: readonly string[];
  packages: string;
  run(production: ReleaseProduction, ready: ReadyRelease): Promise<Times>;
}

const EXECUTOR: Way = { name: 'one-roof release', programs: [], packages: '', run: byExecutor };
const PSQL: Way = {
  name: 'psql, the files of the packet',
  programs: ['psql'],
  packages: 'postgresql-client',
  run: byPsql,
};
const SQITCH: Way = {
  name: 'Sqitch deploy --verify, revert',
  programs: ['sqitch', 'psql'],
  packages: 'sqitch libdbd-pg-perl postgresql-client',
  run: bySqitch,
};

/**
 * The release of the reference case, carried out and taken back: by the executor, by psql with the files of the same packet, and by
 * Sqitch with the same tiers as changes; in one production database, each time a release of its own.
 */
export async function benchRelease(server: TestServer, extension: string): Promise<void> {
  const [ways, skipped] = [
    [PSQL, SQITCH, EXECUTOR].filter(isHere),
    [PSQL, SQITCH, EXECUTOR].filter((way) => !isHere(way)),
  ];
  const production = await step('Making a production database with a council', () =>
    ReleaseProduction.set(server, extension),
  );
  const times = new Map<Way, Times[]>(ways.map((way) => [way, []]));
  try {
    await step(`Releasing and taking back, ${ROUNDS} rounds in turn`, async () => {
      for (let round = -1; round < ROUNDS; round++) {
        for (const way of ways) {
          const taken = await way.run(production, await production.ready());
          if (round >= 0) times.get(way)?.push(taken);
        }
      }
    });
  } finally {
    production.forget();
  }
  const figures = (of: (times: Times) => number | null): Figure[] =>
    [...times].flatMap(([{ name }, taken]) => {
      const known = taken.map(of).filter((time) => time !== null);
      return known.length === 0 ? [] : [figure(name, known)];
    });
  const [rollout, tiers, rollback] = [figures((t) => t.rollout), figures((t) => t.tiers), figures((t) => t.rollback)];
  report('Rollout, whole process', rollout, { [EXECUTOR.name]: 3000 });
  printSpeed(rollout, PSQL, 1);
  printSpeed(rollout, SQITCH, 5);
  report('… of which the tiers, the same statements, as each program says', tiers);
  printSpeed(tiers, PSQL, 1);
  report('Rollback, whole process', rollback, { [EXECUTOR.name]: 2000 });
  process.stdout.write(
    `\n  The executor also starts Node, verifies every byte of the packet and the signature, takes two fingerprints, and keeps a log.\n` +
      `  Its run, from connecting until it was committed, as its log says: ${String(figures((t) => t.run)[0]?.median)} ms of the rollout\n`,
  );
  for (const { name, packages } of skipped) process.stdout.write(`  skipped: ${name} (apt install ${packages})\n`);
  process.stdout.write(`  ${ways.length} measured, ${skipped.length} skipped\n`);
}

/** How many times as fast as a peer the executor is, beside how many it is meant to be at least. */
function printSpeed(figures: readonly Figure[], peer: Way, bar: number): void {
  const median = (way: Way) => figures.find(({ name }) => name === way.name)?.median;
  const [ours, theirs] = [median(EXECUTOR), median(peer)];
  if (ours === undefined || theirs === undefined) return;
  const speed = theirs / ours;
  process.stdout.write(
    `  ${speed.toFixed(2)}× the speed of ${peer.name}   bar at least ${bar.toFixed(1)}×: ${speed >= bar ? 'met' : 'MISSED'}\n`,
  );
}

function isHere({ programs }: Way): boolean {
  return programs.every((program) => spawnSync(program, ['--version']).status === 0);
}

const Applied = z.object({ tiers: z.array(z.object({ milliseconds: z.number() })) });

async function byExecutor(production: ReleaseProduction, { release, folder }: ReadyRelease): Promise<Times> {
  const [rollout, printed] = await timed(() =>
    production.cli('release', 'apply', folder, '--request', `APR-${release}`),
  );
  const [rollback] = await timed(() => production.cli('release', 'rollback', folder, '--reason', 'benchmark'));
  const { tiers } = Applied.parse(JSON.parse(printed));
  const sum = tiers.reduce((total, { milliseconds }) => total + milliseconds, 0);
  return { rollout, rollback, tiers: sum, run: await production.loggedMilliseconds(release) };
}

async function byPsql(production: ReleaseProduction, { release, folder }: ReadyRelease): Promise<Times> {
  const psql = (file: string, ...more: string[]) =>
    run('psql', [
      production.url,
      '-X',
      '-v',
      'ON_ERROR_STOP=1',
      ...more,
      '-c',
      '\\timing on',
      '-f',
      join(folder, 'data', file),
    ]);
  const digest = await run('psql', [
    production.url,
    '-X',
    '-A',
    '-t',
    '-c',
    `select one_roof.bound_acts_digest('${release}')`,
  ]);
  const [rollout, printed] = await timed(() => psql('99_run_all.sql', '-v', `verified=${digest.trim()}`));
  const [rollback] = await timed(() => psql('rollback/99_rollback_full.sql'));
  const tiers = /signatures verified elsewhere, as claimed([^]*)TIER 8 PASS/.exec(printed)?.[1] ?? '';
  const sum = [...tiers.matchAll(/^Time: ([\d.]+) ms/gm)].reduce((total, [, ms]) => total + Number(ms), 0);
  return { rollout, rollback, tiers: sum, run: null };
}

async function bySqitch(production: ReleaseProduction, ready: ReadyRelease): Promise<Times> {
  const project = writeSqitchProject(ready);
  const target = production.url.replace(/^postgres:/, 'db:pg:');
  const sqitch = (...args: string[]) => run('sqitch', ['--chdir', project, ...args, target]);
  try {
    const [rollout] = await timed(() => sqitch('deploy', '--verify'));
    const [rollback] = await timed(() => sqitch('revert', '-y'));
    return { rollout, rollback, tiers: null, run: null };
  } finally {
    rmSync(project, { recursive: true });
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let failed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (failed += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${program} ended with ${String(code)}: ${printed}${failed}`));
    });
  });
}
