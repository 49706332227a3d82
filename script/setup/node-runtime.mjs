import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { withLock } from './lock.mjs';
import { SetupError } from './setup-error.mjs';
import { runCommand, step } from './step.mjs';

/** The Node that is fetched where the machine's own is too old for Directus, or too new for what Directus compiles. */
const FETCHED = '22.23.3';

/**
 * The Node everything runs with.
 *
 * @typedef {{ node: string, environment: NodeJS.ProcessEnv }} Runtime
 * @returns {Promise<Runtime>} its program, and an environment in which `node` and `npm` mean it
 */
export async function nodeRuntime() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  // 22.18 is the first that runs TypeScript as it is.
  if ((major === 22 && minor >= 18) || major === 24) return { node: process.execPath, environment: { ...process.env } };

  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), `node-${FETCHED}`);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(node)) {
    await withLock(`${folder}.lock`, () => (existsSync(node) ? Promise.resolve() : fetchNode(name, folder)));
  }
  return {
    node,
    environment: {
      ...process.env,
      PATH: `${dirname(node)}:${process.env['PATH']}`,
      // Native parts must be compiled against the headers of this Node, whatever the machine is set up for.
      npm_config_nodedir: dirname(dirname(node)),
    },
  };
}

/** @param {string} name @param {string} folder */
async function fetchNode(name, folder) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await step(`Fetching Node ${FETCHED} (this machine has ${process.versions.node})`, () =>
    runCommand(
      'npm',
      [
        'install',
        '--prefix',
        partial,
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        `${name}@${FETCHED}`,
      ],
      {
        advice: `Node ${process.versions.node} does not do. Install Node 22 or 24 and try again.`,
      },
    ),
  );
  if (!existsSync(join(partial, 'node_modules', name, 'bin', 'node')))
    throw new SetupError(`The package ${name} contains no Node`, 'Install Node 22 and try again.');
  renameSync(partial, folder);
}
