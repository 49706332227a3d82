import { OneRoofError } from '../../../contract/errors.ts';
import { readTrustText } from '../read-trust.ts';
import { parseTrustFile } from '../../../signing/trust/trust-file.ts';

/** The lines of the trust file about these people, as they stand there; none where there is no file that can be used. */
export function trustLines(path: string | null, people: readonly string[]): string {
  if (path === null) return '';
  try {
    const text = readTrustText(path);
    const wanted = new Set(
      parseTrustFile(text, path)
        .filter(({ principals }) => principals.some((principal) => people.includes(principal)))
        .map(({ line }) => line),
    );
    return text
      .split(/\r?\n/)
      .filter((_line, index) => wanted.has(index + 1))
      .map((line) => `${line}\n`)
      .join('');
  } catch (error) {
    if (error instanceof OneRoofError) return '';
    throw error;
  }
}
