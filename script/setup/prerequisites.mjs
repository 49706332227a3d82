import { spawnSync } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

/**
 * Programs that a machine must bring along; everything else is installed from the npm registry. Directus compiles one
 * of its parts.
 */
const TOOLS = ['npm', 'python3', 'make', 'g++'];

/** @throws {SetupError} naming every tool that is missing */
export function requireTools() {
  const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error);
  if (missing.length === 0) return;
  throw new SetupError(
    `Not found on this machine: ${missing.join(', ')}`,
    `Install ${missing.length === 1 ? 'it' : 'them'}, for example: apt-get install ${missing.join(' ')}`,
  );
}
