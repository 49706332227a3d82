import type { Repair } from './repair.ts';

const BOM = '\xef\xbb\xbf';

/** Undoes what editors and tools do to the start of a file, to its line endings, to its end. */
export function* textEnds(current: string): Generator<Repair> {
  if (current.startsWith(BOM))
    yield repair('bom_prefix', 'a byte-order mark was put before the content', current.slice(BOM.length));
  else yield repair('bom_prefix', 'the byte-order mark before the content was removed', BOM + current);

  if (current.includes('\r')) {
    yield repair('crlf_drift', 'LF became CRLF', current.replaceAll('\r\n', '\n'));
    yield repair('crlf_drift', 'LF became CR', current.replace(/\r(?!\n)/g, '\n'));
    yield repair('crlf_drift', 'CR became CRLF', current.replaceAll('\r\n', '\r'));
  }
  if (current.includes('\n')) {
    yield repair('crlf_drift', 'CRLF became LF', current.replace(/\r?\n/g, '\r\n'));
    yield repair('crlf_drift', 'CR became LF', current.replace(/\r?\n/g, '\r'));
  }

  const body = current.replace(/[\r\n]+$/, '');
  for (const end of ['', '\n', '\r\n', '\n\n', '\n\n\n']) {
    const sealed = body + end;
    if (sealed === current) continue;
    const message =
      sealed.length > current.length ? 'a line break at the end was removed' : 'a line break was added at the end';
    yield repair('trailing_newline', message, sealed);
  }
}

function repair(kind: Repair['class'], message: string, sealed: string): Repair {
  return { class: kind, message, sealed };
}
