import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filesOverShare, readTimes, recordTimes, timeLines } from '../../../script/test/times.ts';

/** Nine files of 10 s each beside one whose seconds are given. */
const beside = (seconds: number) => ({
  database: {
    seconds: 200,
    files: { ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${n}.ts`, 10])), 'slow.ts': seconds },
  },
});

describe('a file over its share', () => {
  it('takes more than a minute, and more than a twentieth of the seconds of all files', () => {
    const root = folderOf({ 'slow.ts': '' });
    expect(filesOverShare(root, beside(60))).toEqual([]);
    expect(filesOverShare(root, beside(61))).toEqual([
      'slow.ts takes 61 s in database, its share is 60 s: ' +
        'let its groups share a server or split it, or give the reason in a line "// slow: …"',
    ]);
    // A twentieth of 1,890 s is 94.5 s.
    const others = Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`${n}.ts`, 100]));
    const browser = { seconds: 1800, files: others };
    const of = (seconds: number) => ({ browser, database: { seconds, files: { 'slow.ts': seconds } } });
    expect(filesOverShare(root, of(90))).toEqual([]);
    expect(filesOverShare(root, of(100))).toHaveLength(1);
  });

  it('is none with a reason', () => {
    expect(
      filesOverShare(folderOf({ 'slow.ts': "import 'x';\n\n// slow: a real disk fills up\n" }), beside(100)),
    ).toEqual([]);
    expect(filesOverShare(folderOf({ 'slow.ts': '// slow: \n' }), beside(100))).toHaveLength(1);
  });

  it('is none once it is gone', () => {
    expect(filesOverShare(folderOf({}), beside(100))).toEqual([]);
  });
});

it('names the seconds of each project, the ten slowest files, and what is over its share', () => {
  const root = folderOf({ 'slow.ts': '' });
  const lines = timeLines(root, { unit: { seconds: 12.4, files: { 'unit.ts': 12 } }, ...beside(100) });
  expect(lines).toEqual([
    'Seconds per project: unit 12 s, database 200 s',
    'The ten slowest files:',
    '    100 s  database: slow.ts',
    '     12 s  unit: unit.ts',
    ...Array.from({ length: 8 }, (_, n) => `     10 s  database: ${n}.ts`),
    ...filesOverShare(root, beside(100)),
  ]);
  expect(lines).toHaveLength(13);
});

describe('the record of the last run', () => {
  it('is empty where no test has run, and where it cannot be read', () => {
    const root = folderOf({});
    expect(readTimes(root)).toEqual({});
    recordTimes(root, beside(1));
    writeFileSync(join(root, 'node_modules/.cache/one-roof/test-times.json'), '{');
    expect(readTimes(root)).toEqual({});
  });

  it('keeps the projects that did not run again', () => {
    const root = folderOf({});
    const unit = { seconds: 1, files: { 'a.ts': 1 } };
    recordTimes(root, { unit, ...beside(1) });
    recordTimes(root, beside(2));
    expect(readTimes(root)).toEqual({ unit, ...beside(2) });
  });
});

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-times-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
