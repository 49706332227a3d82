import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { OneRoofError } from '../../contract/errors.ts';
import { refused, saidBy } from '../../signing/signature-problem.ts';
import { parseTrustFile } from '../../signing/trust/trust-file.ts';
import type { Trust } from '../../signing/trust/trust.ts';

export type { Trust };

const MAX_BYTES = 1024 * 1024;
const WORLD_WRITABLE = 0o002;
const SETTING = 'ONE_ROOF_TRUST_FILE';

/**
 * Reads the trust file, anew each time it is asked for. Without one, or with one that cannot be read as a whole, nobody is trusted;
 * never throws.
 */
export function readTrust(path: string | null): Trust {
  if (path === null) {
    const fix = `Set ${SETTING} to a file with the public keys of those who sign: docs/signatures.md.`;
    return {
      keys: [],
      fault: refused('trust_unreadable', `${SETTING} naming a file of allowed signers`, 'nothing', fix),
      absent: true,
    };
  }
  try {
    return { keys: parseTrustFile(readTrustText(path), path), fault: null };
  } catch (error) {
    const { expected = 'a readable file', fix = `Correct ${SETTING}.` } =
      error instanceof OneRoofError ? error.extensions : {};
    return { keys: [], fault: refused('trust_unreadable', expected, saidBy(error), fix), absent: !existsSync(path) };
  }
}

/**
 * The text of the trust file.
 *
 * @throws OneRoofError ONE_ROOF_NOT_READY where it is missing, no file, too large, or anybody on the machine may write it.
 */
export function readTrustText(path: string): string {
  // Without O_NONBLOCK, opening a pipe would wait for ever.
  const descriptor = open(path);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw unusable(path, 'a file', 'something else', `Let ${SETTING} name a file.`);
    if ((status.mode & WORLD_WRITABLE) !== 0)
      throw unusable(
        path,
        'a file that not everybody may write',
        'one that everybody may write',
        `chmod o-w ${path}, and see who changed it.`,
      );
    if (status.size > MAX_BYTES)
      throw unusable(
        path,
        `at most ${MAX_BYTES} bytes`,
        `${status.size}`,
        `Let ${SETTING} name a file of allowed signers.`,
      );
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(descriptor));
  } catch (error) {
    if (error instanceof OneRoofError) throw error;
    throw unusable(path, 'text in UTF-8', saidBy(error), 'Write the file in UTF-8.');
  } finally {
    closeSync(descriptor);
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    const expected = 'a file that this program may read';
    if (code !== 'ENOENT')
      throw unusable(path, expected, code, `Let this program read ${path}, or let ${SETTING} name another file.`);
    const fix = `Create ${path} with a line for each key that may sign, or let ${SETTING} name another file: docs/signatures.md. No restart is needed for the file.`;
    throw unusable(path, expected, 'no such file', fix);
  }
}

function unusable(path: string, expected: string, found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_NOT_READY', `The trust file ${path} cannot be used: ${found}`, {
    subject: path,
    expected,
    found,
    fix,
  });
}
