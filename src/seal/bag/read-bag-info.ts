import { printable } from '../folder/byte-path.ts';
import { readLines } from '../folder/read-lines.ts';
import { SealError } from '../seal-error.ts';

/** One element of `bag-info.txt`: label and value, in order. Byte strings in UTF-8. */
export type BagInfo = [label: string, value: string][];

const MAX_BAG_INFO = 16 * 1024 * 1024;

/**
 * Reads `bag-info.txt` (RFC 8493 §2.2.2).
 *
 * @param strict whether BagIt 1.0 holds; before, white space around the colon did not count.
 * @throws SealError for a line that is no element and continues none.
 */
export function readBagInfo(pieces: Iterable<string>, name: string, strict: boolean): BagInfo {
  const info: BagInfo = [];
  for (const { number, text } of readLines(pieces, name, true, MAX_BAG_INFO)) {
    const last = info.at(-1);
    if (last !== undefined && /^[ \t]+\S/.test(text)) {
      last[1] += `\n${text.trim()}`;
      continue;
    }
    if (!strict && text.trim() === '') continue;
    const [, label = '', value = ''] =
      (strict ? /^([^\s:](?:[^:]*[^\s:])?):[ \t](.*)$/ : /^[ \t]*([^:]*[^:\s])[ \t]*:[ \t]*(.*)$/).exec(text) ?? [];
    if (label === '') {
      const found = printable(text).slice(0, 200);
      throw new SealError(`${name}, line ${number} cannot be read`, {
        subject: name,
        line: number,
        expected: '<label>: <value>',
        found,
      });
    }
    info.push([label, value]);
  }
  return info;
}

/** Values of a label; labels are the same in upper and lower case. */
export function valuesOf(info: BagInfo, label: string): string[] {
  return info.filter(([name]) => name.toLowerCase() === label.toLowerCase()).map(([, value]) => value);
}

/**
 * How many bytes and files `Payload-Oxum` says that the payload has; null where it says nothing.
 *
 * @throws SealError where it stands twice (1.0) or in another form.
 */
export function payloadOxum(info: BagInfo, name: string, strict: boolean): { bytes: number; files: number } | null {
  const values = valuesOf(info, 'Payload-Oxum');
  const [value] = values;
  if (value === undefined) return null;
  const [, bytes, files] = /^(\d+)\.(\d+)$/.exec(value.trim()) ?? [];
  if (bytes === undefined || files === undefined || (strict && values.length > 1)) {
    throw new SealError(`${name}: Payload-Oxum cannot be read`, {
      subject: name,
      expected: 'once, as <bytes>.<files>',
      found: printable(values.join(' and ')),
    });
  }
  return { bytes: Number(bytes), files: Number(files) };
}
