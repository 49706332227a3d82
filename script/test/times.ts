import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Path of the record, beside the packages of the project: it describes one machine and is never committed. */
const RECORD = 'node_modules/.cache/one-roof/test-times.json';

/** A file of tests is never over its share before it takes a minute. */
const LEAST_SECONDS = 60;

/** The part of the seconds of all files that one file may take: the same on a fast and on a slow machine. */
const SHARE = 0.05;

const Times = z.record(z.string(), z.object({ seconds: z.number(), files: z.record(z.string(), z.number()) }));

/** Seconds of the last run of each project: of its files together, and of each. Files run at the same time. */
export type Times = z.infer<typeof Times>;

interface FileTime {
  project: string;
  file: string;
  seconds: number;
}

/** Adds up the seconds of files, by project. */
export function timesOf(files: readonly (readonly [project: string, file: string, seconds: number])[]): Times {
  const times: Times = {};
  for (const [project, file, seconds] of files) {
    const known = (times[project] ??= { seconds: 0, files: {} });
    known.seconds += seconds;
    known.files[file] = seconds;
  }
  return times;
}

/** Lines for the end of a run: the seconds of each project, the ten slowest files, and files over their share. */
export function timeLines(root: string, times: Times): string[] {
  const perProject = Object.entries(times).map(([name, { seconds }]) => `${name} ${inSeconds(seconds)}`);
  const slowest = filesOf(times)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, 10)
    .map(({ project: name, file, seconds }) => `  ${inSeconds(seconds).padStart(7)}  ${name}: ${file}`);
  return [
    `Seconds per project: ${perProject.join(', ')}`,
    'The ten slowest files:',
    ...slowest,
    ...filesOverShare(root, times),
  ];
}

/**
 * Files that take more than a minute and more than a twentieth of the seconds of all files
 * (docs/decisions/0058-house-and-time.md), one line per file. A file that gives a reason in a line `// slow: …` is left out, and
 * so is one that no longer exists.
 */
export function filesOverShare(root: string, times: Times): string[] {
  const share = shareOf(times);
  return filesOf(times)
    .filter(({ file, seconds }) => seconds > share && !isExcused(root, file))
    .map(
      ({ project: name, file, seconds }) =>
        `${file} takes ${inSeconds(seconds)} in ${name}, its share is ${inSeconds(share)}: ` +
        'let its groups share a server or split it, or give the reason in a line "// slow: …"',
    );
}

/** Reads the record of earlier runs. It counts as empty where no test has run, or where it cannot be read. */
export function readTimes(root: string): Times {
  try {
    return Times.parse(JSON.parse(readFileSync(join(root, RECORD), 'utf8')));
  } catch {
    return {};
  }
}

/** Replaces the projects that ran in the record of earlier runs. */
export function recordTimes(root: string, times: Times): void {
  const path = join(root, RECORD);
  const content = `${JSON.stringify({ ...readTimes(root), ...times }, null, 2)}\n`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function filesOf(times: Times): FileTime[] {
  return Object.entries(times).flatMap(([project, { files }]) =>
    Object.entries(files).map(([file, seconds]) => ({ project, file, seconds })),
  );
}

function shareOf(times: Times): number {
  const total = filesOf(times).reduce((sum, { seconds }) => sum + seconds, 0);
  return Math.max(LEAST_SECONDS, SHARE * total);
}

function isExcused(root: string, file: string): boolean {
  const path = join(root, file);
  return !existsSync(path) || /^\/\/ slow: \S/m.test(readFileSync(path, 'utf8'));
}

const inSeconds = (seconds: number) => `${Math.round(seconds)} s`;
