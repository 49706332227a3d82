import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/seal/verify.ts';
import type { Contents } from '../../harness/sealed-folders.ts';
import { packetOf, runProgram, runVerifier, sealedFolder, temporaryFolder } from '../../harness/sealed-folders.ts';

/** Folders that differ in what is hard about them. */
const FOLDERS: Readonly<Record<string, Contents>> = {
  'one file': { 'a.txt': 'hello\n' },
  'an empty file': { empty: '' },
  'names that need care': { 'a b': '1', '-n': '2', '#c': '3', "it's": '4', '*star': '5', 'é—💡': '6', '.hidden': '7' },
  'deep folders': { 'a/b/c/d/e/f/g.txt': 'deep', 'a/b/x': 'y', a2: 'z' },
  'order of bytes': { 'a-b/x': '1', 'a/x': '2', 'a.b': '3', B: '4', _: '5', é: '6' },
  binary: { 'b.bin': Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256)) },
  'equal files': { one: 'same', two: 'same', three: 'same' },
  'no line breaks': { a: 'x', b: 'y\r\n', c: 'z\r' },
  json: { 'p.json': '{"a":[1,2.50],"b":"é"}', 'q.json': '{\n  "a": 1\n}\n' },
  'more than a buffer': { 'big.bin': Buffer.alloc(200_000, 'one-roof') },
};

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

type Damage = (folder: string, file: string) => void;

const changed =
  (change: (bytes: Buffer) => Buffer): Damage =>
  (folder, file) =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file))));

/** Damages that are done to every file of a packet or seal in turn. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  'first byte': changed((bytes) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 0x20]), bytes.subarray(1)])),
  'byte more': changed((bytes) => Buffer.concat([bytes, Buffer.from('\n')])),
  deleted: (folder, file) => rmSync(join(folder, file)),
  renamed: (folder, file) => renameSync(join(folder, file), join(folder, `${file}~`)),
  link: (folder, file) => {
    renameSync(join(folder, file), `${folder}-moved`);
    symlinkSync(`${folder}-moved`, join(folder, file));
  },
  'added beside': (folder, file) => writeFileSync(join(folder, `${file}.orig`), ''),
};

describe('a corpus of packets and seals', () => {
  it('good ones are equal, each damage of each file of each is found, and the one-file verifier agrees', async () => {
    const counts = { good: 0, bad: 0, verifier: 0 };
    for (const [name, contents] of Object.entries(FOLDERS)) {
      for (const make of [packetOf, sealedFolder]) {
        const good = await make(contents);
        expect(await verify(good), name).toMatchObject({ verdict: 'equal', warnings: [] });
        expect(runVerifier([good]).status, name).toBe(0);
        expect(
          runProgram('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], { cwd: good }).status,
          name,
        ).toBe(0);
        counts.good++;
        const copies = temporaryFolder();
        for (const file of filesOf(good)) {
          for (const [what, damage] of Object.entries(DAMAGES)) {
            const bad = join(copies, `${counts.bad++}`);
            cpSync(good, bad, { recursive: true });
            damage(bad, file);
            const { verdict } = await verify(bad);
            expect(verdict, `${name}: ${file} ${what}`).not.toBe('equal');
            // A new process for each would take minutes: every sixteenth.
            if (counts.bad % 16 !== 0) continue;
            counts.verifier++;
            expect(runVerifier([bad]).status, `${name}: ${file} ${what}`).not.toBe(0);
          }
        }
      }
    }
    expect(counts.good).toBe(20);
    expect(counts.bad).toBeGreaterThan(500);
    expect(counts.verifier).toBeGreaterThan(30);
  }, 300_000);
});

describe('every byte counts', () => {
  const SMALL: Contents = { 'a.txt': 'One-Roof\n', 'sub/é.txt': '—' };

  it.each([
    ['packet', packetOf],
    ['seal', sealedFolder],
  ] as const)(
    'of a %s: each one changed, each file cut at each length',
    async (_, make) => {
      const folder = await make(SMALL);
      let tried = 0;
      for (const file of filesOf(folder)) {
        const path = join(folder, file);
        const bytes = readFileSync(path);
        for (let position = 0; position < bytes.length; position++) {
          // The lowest bit, and the one between upper and lower case.
          for (const bit of [0x01, 0x20]) {
            const damaged = Buffer.from(bytes);
            damaged[position] = (damaged[position] ?? 0) ^ bit;
            writeFileSync(path, damaged);
            const { verdict } = await verify(folder);
            if (verdict === 'equal') expect.fail(`${file}: byte ${position} ^ ${bit} was not found`);
            tried++;
          }
          writeFileSync(path, bytes.subarray(0, position));
          const { verdict } = await verify(folder);
          if (verdict === 'equal') expect.fail(`${file}: cut to ${position} bytes was not found`);
          tried++;
        }
        writeFileSync(path, bytes);
      }
      expect((await verify(folder)).verdict).toBe('equal');
      expect(tried).toBeGreaterThan(400);
    },
    300_000,
  );

  it.each([
    ['packet', packetOf, ['manifest-sha256.txt', 'tagmanifest-sha256.txt', 'payload-lengths.txt']],
    ['seal', sealedFolder, ['manifest-sha256.txt', 'payload-lengths.txt']],
  ] as const)(
    'lines of the lists of a %s: each moved, doubled, taken out',
    async (_, make, lists) => {
      const folder = await make({ a: '1', b: '22', c: '333' });
      for (const list of lists) {
        const lines = readFileSync(join(folder, list), 'utf8').split(/(?<=\n)/);
        const forms = lines.flatMap((line, index) => [
          lines.toSpliced(index, 1),
          lines.toSpliced(index, 0, line),
          [...lines.toSpliced(index, 1), ...(index === lines.length - 1 ? [line, '\n'] : [line])],
          [line.toUpperCase(), ...lines.toSpliced(index, 1)],
        ]);
        for (const form of [
          ...forms,
          lines.toReversed(),
          ['# comment\n', ...lines],
          ['\n', ...lines],
          ['\ufeff', ...lines],
        ]) {
          writeFileSync(join(folder, list), form.join(''));
          expect((await verify(folder)).verdict, `${list}: ${JSON.stringify(form)}`).not.toBe('equal');
        }
        writeFileSync(join(folder, list), lines.join(''));
      }
      expect((await verify(folder)).verdict).toBe('equal');
    },
    60_000,
  );

  const name = fc
    .stringMatching(/^[a-zA-Z0-9 ._é—-]{1,8}$/)
    .filter((text) => !/^\.+$/.test(text) && text.trim() === text);
  const folders = fc.dictionary(
    fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    fc.uint8Array({ maxLength: 40 }),
    { minKeys: 1, maxKeys: 6, noNullPrototype: true },
  );

  it('whatever a folder has: it equals its seal until one random change', async () => {
    await fc.assert(
      fc.asyncProperty(
        folders,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (contents, which, where, change) => {
          const paths = Object.keys(contents);
          // A name that is a folder and a file at once, or twice but for case, is no folder.
          const folded = paths.map((path) => `${path.normalize('NFC').toLowerCase()}/`);
          fc.pre(
            folded.every((path, index) => folded.every((other, at) => index === at || !path.startsWith(other))) &&
              new Set(folded.flatMap((path) => path.split('/').map((__, end, parts) => parts.slice(0, end).join('/'))))
                .size ===
                new Set(
                  paths.flatMap((path) => `${path}/`.split('/').map((__, end, parts) => parts.slice(0, end).join('/'))),
                ).size,
          );
          const folder = await sealedFolder(
            Object.fromEntries(paths.map((path) => [path, Buffer.from(contents[path] ?? [])])),
          );
          try {
            expect((await verify(folder)).verdict).toBe('equal');
            const files = filesOf(folder);
            const path = join(folder, files[which % files.length] ?? '');
            const bytes = readFileSync(path);
            const at = where % (bytes.length + 1);
            writeFileSync(
              path,
              Buffer.concat([
                bytes.subarray(0, at),
                Buffer.from([at < bytes.length ? (bytes[at] ?? 0) ^ change : change]),
                bytes.subarray(at + 1),
              ]),
            );
            expect((await verify(folder)).verdict).not.toBe('equal');
          } finally {
            rmSync(folder, { recursive: true });
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('another seal', () => {
  it('is not the one that was signed: --tree', async () => {
    const [one, other] = [await packetOf({ a: '1' }), await packetOf({ a: '2' })];
    const { packet_tree_sha256: tree } = await verify(one);
    expect(tree).toBe(
      createHash('sha256')
        .update(readFileSync(join(one, 'manifest-sha256.txt')))
        .digest('hex'),
    );
    expect((await verify(one, { tree: tree ?? '' })).verdict).toBe('equal');
    expect(await verify(other, { tree: tree ?? '' })).toMatchObject({
      verdict: 'different',
      differences: [{ class: 'metadata_mismatch' }],
    });
    expect(runVerifier([other, '--tree', tree ?? '']).status).toBe(1);
  });

  it('whole folders may be added or emptied without a file: they hold no bytes', async () => {
    const folder = await sealedFolder({ a: '1' });
    mkdirSync(join(folder, 'new/folder'), { recursive: true });
    expect((await verify(folder)).verdict).toBe('equal');
    expect(dirname(folder)).not.toBe('');
  });
});
