import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

/** Seconds between two signs of life of a long step. */
const SIGN_OF_LIFE = 10;

/** Steps that run at this moment: where there are several, their lines say which they are about. */
let running = 0;

/**
 * Shows a step on standard error while it runs: what it is, that it is still running, how long it took.
 *
 * @template Result
 * @param {string} title
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(title, work) {
  const started = Date.now();
  running++;
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stderr.write(`• ${title} …\n`);
  const which = () => (running > 1 ? `: ${title}` : '');
  const timer = setInterval(() => process.stderr.write(`  … ${seconds()} s${which()}\n`), SIGN_OF_LIFE * 1000);
  try {
    const result = await work();
    if (seconds() >= SIGN_OF_LIFE) process.stderr.write(`  done in ${seconds()} s${which()}\n`);
    return result;
  } finally {
    clearInterval(timer);
    running--;
  }
}

/**
 * Runs a command to its end. Its output is kept and shown only if it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, advice?: string }} [options]
 * @returns {Promise<string>} what it printed on standard output
 */
export function runCommand(command, args, { advice, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let all = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      all += chunk.toString();
    });
    child.on('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`, advice)));
    child.on('close', (code) => {
      if (code === 0) return resolve(output);
      reject(
        new SetupError(
          `${[command, ...args].join(' ')} failed (exit ${code}):\n${shortened(all.trimEnd().split('\n'))}`,
          advice,
        ),
      );
    });
  });
}

/**
 * The beginning and the end of a long output: npm says what is wrong first, compilers say it last.
 * @param {string[]} lines
 */
function shortened(lines) {
  if (lines.length <= 60) return lines.join('\n');
  return [...lines.slice(0, 20), `[… ${lines.length - 60} lines …]`, ...lines.slice(-40)].join('\n');
}
