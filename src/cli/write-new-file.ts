import { appendFileSync, writeFileSync } from 'node:fs';
import { OneRoofError } from '../contract/errors.ts';

/**
 * Writes a file that is not there yet.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where it is; ONE_ROOF_BAD_REQUEST where it cannot be written.
 */
export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw notWritten(error, file, { expected: 'the name of a new file in a folder that may be written to' });
    }
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${file} exists already`, {
      subject: file,
      fix: 'Choose another name: existing files are not overwritten.',
    });
  }
}

/**
 * Writes at the end of a file, a new one if there is none.
 *
 * @param fix what to do where it cannot be written: what is written down was done already.
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST where it cannot.
 */
export function appendToFile(file: string, text: string, fix: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw notWritten(error, file, { expected: 'the name of a file that may be written to', fix });
  }
}

function notWritten(error: unknown, file: string, detail: { expected: string; fix?: string }): OneRoofError {
  const { code = 'an error' } = error as NodeJS.ErrnoException;
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', `${file === '' ? 'A file without a name' : file} cannot be written`, {
    subject: file,
    found: code,
    ...detail,
  });
}
