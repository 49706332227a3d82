import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';

const USAGE = 2;

/**
 * Reads the options of a script. `--help` prints what there is and ends the program; an argument that there is not ends it with
 * exit code 2.
 *
 * @param usage in one line: `npm run check -- [--only NAME]`
 * @param help what `--help` prints
 */
export function readOptions<Options extends ParseArgsOptionsConfig>(usage: string, options: Options, help = usage) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${help}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return usageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error), usage);
  }
}

/** Says in one line what is wrong with the arguments and what there is, and ends the program. */
export function usageError(message: string, usage: string): never {
  process.stderr.write(`✗ ${message}. Usage: ${usage}\n`);
  return process.exit(USAGE);
}
