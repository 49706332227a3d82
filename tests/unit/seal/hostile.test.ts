import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/seal/create-seal.ts';
import { FileHasher } from '../../../src/seal/digests/hash-file.ts';
import { hashFiles } from '../../../src/seal/digests/hash-files.ts';
import { SHA256 } from '../../../src/seal/digests/algorithms.ts';
import { Root } from '../../../src/seal/folder/root.ts';
import { verify } from '../../../src/seal/verify.ts';
import {
  packetOf,
  runProgram,
  runSeal,
  runVerifier,
  sealedFolder,
  temporaryFolder,
  writeFolder,
} from '../../harness/sealed-folders.ts';

const ZERO = '0'.repeat(64);
const WORKER = new URL('../../../src/cli/seal/hash-worker.ts', import.meta.url).pathname;

/** A folder that is sealed, and beside it a file that nobody may open. */
async function withOutside(): Promise<{ folder: string; outside: string }> {
  const base = writeFolder({ 'outside/secret.txt': 'secret' });
  const folder = join(base, 'sealed');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(folder, 'sub/a.txt'), 'a');
  const root = new Root(folder);
  await createSeal(root);
  root.close();
  return { folder, outside: join(base, 'outside/secret.txt') };
}

describe('paths that lead out', () => {
  it.each([
    '../outside/secret.txt',
    'sub/../../outside/secret.txt',
    '/etc/passwd',
    'sub/..',
    '..',
    './../outside/secret.txt',
  ])('%s is refused, and nothing is opened', async (path) => {
    const { folder } = await withOutside();
    for (const manifest of [`${ZERO}  ${path}\n`, `SHA256 (${path}) = ${ZERO}\n`]) {
      writeFileSync(join(folder, 'manifest-sha256.txt'), manifest);
      const report = await verify(folder);
      expect(report).toMatchObject({ verdict: 'malformed', files: 0, differences: [] });
      expect(runVerifier([folder])).toMatchObject({ status: 2 });
    }
  });

  it('the root itself opens nothing outside it, whoever asks', async () => {
    const { folder } = await withOutside();
    symlinkSync('../outside', join(folder, 'link'));
    symlinkSync('../../outside/secret.txt', join(folder, 'sub/secret'));
    const root = new Root(folder);
    expect([root.open('link/secret.txt'), root.open('sub/secret'), root.open('link')]).toEqual([
      'symlink',
      'symlink',
      'symlink',
    ]);
    expect(() => root.open('../outside/secret.txt')).toThrow('leaves the folder');
    expect(() => root.open('sub/../../outside/secret.txt')).toThrow('leaves the folder');
    expect(() => root.enter('/etc')).toThrow('absolute');
    root.close();
  });

  it('links out of the folder are named, and what they lead to is not read', async () => {
    const { folder, outside } = await withOutside();
    // An access time before that of the last change moves with the next read, if this file system keeps any.
    const long = new Date(0);
    utimesSync(outside, long, new Date());
    rmSync(join(folder, 'sub/a.txt'));
    symlinkSync(outside, join(folder, 'sub/a.txt'));
    expect((await verify(folder)).differences).toMatchObject([{ class: 'symlink', path: 'sub/a.txt' }]);
    expect(runVerifier([folder]).status).toBe(1);
    renameSync(join(folder, 'sub'), join(folder, '../moved'));
    symlinkSync('../moved', join(folder, 'sub'));
    const { differences } = await verify(folder);
    expect(differences.map((one) => `${one.class} ${one.path}`)).toEqual(
      expect.arrayContaining(['symlink sub', 'symlink sub/a.txt']),
    );
    expect(runVerifier([folder]).status).toBe(1);
    expect(statSync(outside).atimeMs).toBe(0);
  });

  it('a folder that is swapped for a link while it is open stays the one that was opened', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux opens files relative to an open folder without more');
    const { folder } = await withOutside();
    const root = new Root(folder);
    root.enter('sub');
    renameSync(join(folder, 'sub'), join(folder, 'was'));
    symlinkSync('../outside', join(folder, 'sub'));
    expect(root.open('sub/secret.txt')).toBe('missing');
    root.enter('');
    expect(root.open('sub/secret.txt')).toBe('symlink');
    root.close();
  });

  it('nothing that is no file can be sealed', async () => {
    for (const make of [
      (path: string) => symlinkSync('/etc/passwd', path),
      (path: string) => runProgram('mkfifo', [path]),
    ]) {
      const folder = writeFolder({ 'a.txt': 'a' });
      make(join(folder, 'odd'));
      const root = new Root(folder);
      await expect(createSeal(root)).rejects.toThrow('odd cannot be sealed');
      root.close();
    }
  });
});

describe('what waits or moves', () => {
  it('a FIFO in the place of a file, of a manifest, of a lengths file: nobody waits', async () => {
    for (const name of ['a.txt', 'manifest-sha256.txt', 'payload-lengths.txt']) {
      const folder = await sealedFolder({ 'a.txt': 'a', 'b.txt': 'b' });
      rmSync(join(folder, name));
      runProgram('mkfifo', [join(folder, name)]);
      expect((await verify(folder)).verdict, name).not.toBe('equal');
      expect(runVerifier([folder]).status, name).not.toBe(0);
    }
    const packet = await packetOf({ a: '1' });
    rmSync(join(packet, 'bagit.txt'));
    runProgram('mkfifo', [join(packet, 'bagit.txt')]);
    expect((await verify(packet)).verdict).toBe('malformed');
  });

  it('a file that changes while it is read is never equal', () => {
    const folder = writeFolder({ 'big.bin': Buffer.alloc(3_000_000) });
    const path = join(folder, 'big.bin');
    const root = new Root(folder);
    // The file changes in the middle of being read: between two pieces, when the digest is fed.
    let fed = 0;
    const meddling = {
      ...SHA256,
      native: null,
      begin: () => {
        const digest = SHA256.begin();
        return {
          update(bytes: Uint8Array): void {
            digest.update(bytes);
            if (++fed !== 3) return;
            const descriptor = openSync(path, 'r+');
            writeSync(descriptor, 'x', 2_999_999);
            closeSync(descriptor);
          },
          hex: () => digest.hex(),
        };
      },
    };
    utimesSync(path, new Date(0), new Date(0));
    expect(new FileHasher(root, [meddling]).hash('big.bin')).toBe('changed_while_read');
    appendFileSync(path, 'more');
    expect(new FileHasher(root, [SHA256]).hash('big.bin')).toMatchObject({ length: 3_000_004 });
    root.close();
  });

  it('a file that never stops growing comes to an end', async () => {
    const folder = await sealedFolder({ 'log.txt': 'x'.repeat(500_000) });
    const writer = spawn('sh', ['-c', 'while :; do head -c 400000 /dev/zero >> log.txt; done'], { cwd: folder });
    try {
      await expect.poll(() => statSync(join(folder, 'log.txt')).size).toBeGreaterThan(500_000);
      expect((await verify(folder)).differences).toMatchObject([{ path: 'log.txt' }]);
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
  });
});

describe('much', () => {
  it('a million entries are read in bounded memory, and so many differences are counted, not listed', () => {
    const folder = writeFolder({ a: '1' });
    const descriptor = openSync(join(folder, 'manifest-sha256.txt'), 'w');
    for (let part = 0; part < 100; part++) {
      writeSync(
        descriptor,
        Array.from(
          { length: 3000 },
          (_, line) => `${ZERO}  data/folder/file-${part * 3000 + line}-${'x'.repeat(250)}.txt\n`,
        ).join(''),
      );
    }
    closeSync(descriptor);
    expect(statSync(join(folder, 'manifest-sha256.txt')).size).toBeGreaterThan(100_000_000);
    // 300,000 lines of 350 bytes: 105 MB.
    const { status, output } = runSeal(['verify', '--json', folder], {
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=400' },
    });
    expect(status).toBe(1);
    const report = JSON.parse(output) as { verdict: string; differences: unknown[]; differences_found: number };
    expect(report).toMatchObject({ verdict: 'different', differences_found: 300_001 });
    expect(report.differences).toHaveLength(1000);
  }, 120_000);

  it('more than a million entries are refused', async () => {
    const folder = temporaryFolder();
    const descriptor = openSync(join(folder, 'MD5SUMS'), 'w');
    for (let part = 0; part < 11; part++) {
      writeSync(
        descriptor,
        Array.from({ length: 100_000 }, (_, line) => `${'0'.repeat(32)}  ${part * 100_000 + line}\n`).join(''),
      );
    }
    closeSync(descriptor);
    const report = await verify(join(folder, 'MD5SUMS'));
    expect(report.problems).toMatchObject([{ expected: 'at most 1000000' }]);
    expect(report.verdict).toBe('malformed');
  }, 60_000);

  it('a manifest that is one line, or larger than any, is refused before it is in memory', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'manifest-sha256.txt'), Buffer.alloc(100_000_000, 'a'));
    const before = process.memoryUsage().rss;
    expect((await verify(folder)).problems).toMatchObject([{ message: 'manifest-sha256.txt, line 1 is too long' }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
    // Lines that say nothing, for ever: a file with a hole.
    writeFileSync(join(folder, 'manifest-sha256.txt'), `# comment\n${'#\n'.repeat(1000)}`);
    expect((await verify(folder)).verdict).toBe('malformed');
  });

  it('two threads find what one finds', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`d${index % 7}/f${index}`, `${index}`]),
    );
    const folder = await sealedFolder(files);
    expect(await verify(folder, { worker: WORKER })).toMatchObject({ verdict: 'equal', files: 701 });
    writeFileSync(join(folder, 'd3/f640'), 'x');
    rmSync(join(folder, 'd4/f403'));
    const [one, two] = [await verify(folder), await verify(folder, { worker: WORKER })];
    expect(two).toEqual(one);
    expect(two.differences.map((difference) => difference.class).sort()).toEqual(['missing_file', 'truncated']);
  });

  it('a second thread that dies leaves nothing undone', async () => {
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, `${index}`]));
    const folder = writeFolder({ ...files, 'dies.mjs': 'process.exit(1)' });
    const root = new Root(folder);
    const told: string[] = [];
    await hashFiles(
      root,
      [SHA256],
      Object.keys(files),
      (path, result) => typeof result === 'object' && told.push(path),
      join(folder, 'dies.mjs'),
    );
    root.close();
    expect(told).toEqual(Object.keys(files));
  });
});
