import type { SshPublicKey } from '../ssh/ssh-public-key.ts';
import { parseSshPublicKey } from '../ssh/ssh-public-key.ts';
import { SshFormatError } from '../ssh/ssh-wire.ts';

/** A line of the trust file: a key, and whose it is. */
export interface TrustedKey {
  line: number;
  /** Persons, compared as they are written: no patterns, capitals count. */
  principals: string[];
  /** Namespaces that the key may sign for; null: everything. */
  namespaces: string[] | null;
  validAfter: Date | null;
  validBefore: Date | null;
  key: SshPublicKey;
}

const PATTERN = /[*?!]/;

/** A line is fields that are separated by spaces; quotes keep a field together. */
const FIELD = /(?:[^\s"]|"[^"]*")+/g;

/** Options are separated by commas; the same quotes. */
const OPTION = /^(?:([a-z-]+)(?:="([^"]*)")?)$/i;

/** @throws SshFormatError that says what is wrong with the line. */
export function parseTrustLine(content: string, line: number): TrustedKey {
  if ((content.match(/"/g)?.length ?? 0) % 2 === 1) throw new SshFormatError('a quotation mark is not closed');
  const [principals = '', ...rest] = content.match(FIELD) ?? [];
  const hasOptions = rest[0] !== undefined && /^(cert-authority|namespaces|valid-after|valid-before)\b/i.test(rest[0]);
  const options = readOptions(hasOptions ? (rest.shift() ?? '') : '');
  const [type, base64] = rest;
  if (type === undefined || base64 === undefined)
    throw new SshFormatError('it has no principals, type and base64 of a key');
  const { namespaces, 'valid-after': after, 'valid-before': before } = options;
  const validAfter = after === undefined ? null : readTime(after);
  const validBefore = before === undefined ? null : readTime(before);
  if (validAfter !== null && validBefore !== null && validAfter >= validBefore)
    throw new SshFormatError('valid-after is not before valid-before');
  return {
    line,
    principals: readList('principals', principals.replaceAll('"', '')),
    namespaces: namespaces === undefined ? null : readList('namespaces', namespaces),
    validAfter,
    validBefore,
    key: parseSshPublicKey(`${type} ${base64}`),
  };
}

function readOptions(text: string): Record<string, string> {
  const read: Record<string, string> = {};
  for (const option of text.match(/(?:[^,"]|"[^"]*")+/g) ?? []) {
    const [, name = '', value] = OPTION.exec(option) ?? [];
    const keyword = name.toLowerCase();
    if (keyword === 'cert-authority')
      throw new SshFormatError('certificate authorities are not accepted: name every key');
    if (!['namespaces', 'valid-after', 'valid-before'].includes(keyword) || value === undefined)
      throw new SshFormatError(`the option ${option} is not namespaces="…", valid-after="…" or valid-before="…"`);
    if (read[keyword] !== undefined) throw new SshFormatError(`the option ${keyword} is given twice`);
    read[keyword] = value;
  }
  return read;
}

function readList(what: string, text: string): string[] {
  const items = text.split(',');
  if (items.some((item) => item === '' || item !== item.trim()))
    throw new SshFormatError(`one of the ${what} is empty or has spaces around it`);
  const pattern = items.find((item) => PATTERN.test(item));
  if (pattern !== undefined) throw new SshFormatError(`${pattern} is a pattern: name each of the ${what}`);
  return items;
}

/** YYYYMMDD[HHMM[SS]]Z. Without the Z it would be another moment on every machine. */
function readTime(text: string): Date {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z$/.exec(text) ?? [];
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}.000Z`;
  const time = new Date(written);
  if (Number.isNaN(time.getTime()) || time.toISOString() !== written)
    throw new SshFormatError(`the time ${text} is not YYYYMMDDZ or YYYYMMDDHHMM[SS]Z`);
  return time;
}
