import { readFileSync } from 'node:fs';
import { SHA256 } from '../../contract/digest.ts';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { SealError, systemCode } from '../../seal/seal-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the arguments of a command.
 *
 * @param operands how many there are: at least and at most.
 * @throws SealError for options that nobody knows, and for too few or too many operands.
 */
export function readArguments<const T extends Options>(
  args: string[],
  options: T,
  operands: readonly [least: number, most: number],
) {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new SealError(error instanceof Error ? error.message : String(error), { fix: 'one-roof-seal --help' });
  }
  const count = parsed.positionals.length;
  if (count >= operands[0] && count <= operands[1]) return parsed;
  const expected = operands[0] === operands[1] ? String(operands[0]) : `at least ${operands[0]}`;
  throw new SealError('folders or files to work on are missing, or too many', {
    expected,
    found: String(count),
    fix: 'one-roof-seal --help',
  });
}

/** @throws SealError where a file that somebody named cannot be read. */
export function readNamedFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SealError(`${path} cannot be read`, {
      subject: path,
      expected: 'a readable file',
      found: systemCode(error),
    });
  }
}

/** @throws SealError for anything but a sha256. */
export function readTree(tree: string | undefined): string | undefined {
  if (tree === undefined || SHA256.test(tree.toLowerCase())) return tree?.toLowerCase();
  throw new SealError('--tree is not a packet_tree_sha256', { expected: '64 hex digits', found: tree });
}
