import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyOfFiles } from './cache.mjs';
import { withLock } from './lock.mjs';
import { nodeRuntime } from './node-runtime.mjs';
import { requireTools } from './prerequisites.mjs';
import { runCommand, step } from './step.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Brings a fresh checkout to where its scripts can run: checks the tools, finds or fetches Node, installs the packages of
 * package-lock.json. What is there already is left alone.
 */
export async function bootstrap() {
  // What is installed as root must be readable for the unprivileged user that PostgreSQL runs as.
  process.umask(0o022);
  requireTools();
  const runtime = await nodeRuntime();
  await withLock(join(PROJECT, '.bootstrap.lock'), () => installPackages(runtime.environment));
  return runtime;
}

/** @param {NodeJS.ProcessEnv} environment */
async function installPackages(environment) {
  const key = keyOfFiles(join(PROJECT, 'package-lock.json'));
  const stamp = join(PROJECT, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  await step('Installing the packages of this project', () =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: PROJECT,
      env: environment,
      advice: 'Is the npm registry reachable?',
    }),
  );
  writeFileSync(stamp, key);
}
