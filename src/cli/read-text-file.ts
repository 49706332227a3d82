import { readFileSync } from 'node:fs';
import { OneRoofError } from '../contract/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'a file that may not be read',
  EISDIR: 'a folder',
};

/**
 * Reads a text file that somebody named.
 *
 * @param namedBy the setting or option that names it, where the name alone would not tell.
 * @throws OneRoofError ONE_ROOF_NOT_FOUND that says which file, and what is wrong with it.
 */
export function readTextFile(path: string, namedBy?: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw new OneRoofError(
      'ONE_ROOF_NOT_FOUND',
      `${namedBy === undefined ? '' : `${namedBy}: `}${path} cannot be read`,
      {
        subject: path,
        expected: 'a readable file',
        found: REASONS[code] ?? code,
      },
    );
  }
}
