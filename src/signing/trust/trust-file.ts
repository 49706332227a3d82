import { OneRoofError } from '../../contract/errors.ts';
import { parseTrustLine } from './trust-line.ts';
import type { TrustedKey } from './trust-line.ts';
import { SshFormatError } from '../ssh/ssh-wire.ts';

/**
 * Reads a trust file: whose keys sign for One-Roof, in OpenSSH's allowed_signers format (ssh-keygen(1), ALLOWED SIGNERS).
 *
 * Stricter than OpenSSH where a file could mean more than it seems to: no patterns among principals and namespaces, no
 * certificate authorities, times in UTC only. A line that cannot be read is an error, never skipped: a typing mistake in the
 * line of a president must not look like a president without a key.
 *
 * @throws OneRoofError ONE_ROOF_NOT_READY naming the first line that is wrong.
 */
export function parseTrustFile(text: string, subject = 'the trust file'): TrustedKey[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) return [];
    try {
      return [parseTrustLine(content, index + 1)];
    } catch (error) {
      if (!(error instanceof SshFormatError)) throw error;
      throw new OneRoofError('ONE_ROOF_NOT_READY', `Line ${index + 1} of ${subject} cannot be read: ${error.message}`, {
        subject: `${subject}, line ${index + 1}`,
        expected: 'PRINCIPAL[,PRINCIPAL…] [namespaces="one-roof"] KEY-TYPE BASE64, as in docs/signatures.md',
        found: error.message,
        fix: `Correct line ${index + 1} of ${subject}, or put a # before it.`,
      });
    }
  });
}
