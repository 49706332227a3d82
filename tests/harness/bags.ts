import { createHash } from 'node:crypto';
import { algorithmNamed } from '../../src/seal/digests/algorithms.ts';
import type { Report } from '../../src/seal/report.ts';
import { verify } from '../../src/seal/verify.ts';
import type { Contents } from './sealed-folders.ts';
import { writeFolder } from './sealed-folders.ts';

export const VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];
export const OLD = '0.97';

export const declaration = (version: string, encoding = 'UTF-8') =>
  `BagIt-Version: ${version}\nTag-File-Character-Encoding: ${encoding}\n`;

function digest(algorithm: string, content: string | Buffer): string {
  const one = algorithmNamed(algorithm)!.begin();
  one.update(Buffer.from(content));
  return one.hex();
}

export const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex');

/** A manifest of these files. */
export const manifest = (files: Contents, algorithm = 'md5') =>
  Object.entries(files)
    .map(([path, content]) => `${digest(algorithm, content)}  ${path}\n`)
    .join('');

export const PAYLOAD: Contents = { 'data/a.txt': 'hello', 'data/sub/b.txt': 'more' };

/** A bag of these payload files, with what else is given in place of, or besides, what it would have. */
export function bag(version: string, others: Contents = {}, payload: Contents = PAYLOAD): Contents {
  return { 'bagit.txt': declaration(version), ...payload, 'manifest-md5.txt': manifest(payload), ...others };
}

export const judge = async (contents: Contents): Promise<Report> => verify(writeFolder(contents));

export const LINE = manifest({ 'data/a.txt': 'hello' });
