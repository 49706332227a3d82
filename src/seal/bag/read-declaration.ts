import { SealError } from '../seal-error.ts';

/** Content of `bagit.txt`. */
export interface Declaration {
  version: string;
  /** True if the rules of BagIt 1.0 hold. Older versions allow more. */
  strict: boolean;
  encoding: string;
  warnings: string[];
}

const VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];

const FORM = /^(BagIt-Version): (\d+\.\d+)(?:\r\n|\n|\r)(Tag-File-Character-Encoding): (\S[^\r\n]*)(?:\r\n|\n|\r)?$/i;

/**
 * Reads `bagit.txt` (RFC 8493 §2.1.1): exactly two lines, UTF-8, no byte-order mark.
 *
 * @throws SealError for anything else, and for a version that nobody knows.
 */
export function readDeclaration(text: string): Declaration {
  const [, versionLabel = '', version = '', encodingLabel = '', encoding = ''] = FORM.exec(text) ?? [];
  const fault = (expected: string, found: string) =>
    new SealError('bagit.txt is not a bag declaration', {
      subject: 'bagit.txt',
      expected,
      found: JSON.stringify(found.slice(0, 100)),
    });
  if (text.startsWith('\xef\xbb\xbf')) throw fault('no byte-order mark', text);
  if (version === '') throw fault('BagIt-Version: M.N and Tag-File-Character-Encoding: ENCODING, on a line each', text);
  if (!VERSIONS.includes(version)) throw fault(`a version of BagIt: ${VERSIONS.join(', ')}`, version);
  const exact = versionLabel === 'BagIt-Version' && encodingLabel === 'Tag-File-Character-Encoding';
  const warnings = exact ? [] : ['bagit.txt: the labels are written with other case than in the specification'];
  return { version, strict: version === '1.0', encoding, warnings };
}
