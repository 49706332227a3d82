import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFile, runSeal, runVerifier, sealedFolder, temporaryFolder } from '../../harness/sealed-folders.ts';

const ZERO = '0'.repeat(64);

describe('nothing to judge', () => {
  it.each<[string, (folder: string) => void]>([
    ['an empty folder', () => undefined],
    ['an empty manifest', (folder) => writeFileSync(join(folder, 'manifest-sha256.txt'), '')],
    ['an unknown algorithm', (folder) => writeFileSync(join(folder, 'manifest-sha257.txt'), `${ZERO}  a\n`)],
    ['a manifest that is a folder', (folder) => mkdirSync(join(folder, 'manifest-sha256.txt'))],
    ['a manifest that is a link', (folder) => symlinkSync('/etc/passwd', join(folder, 'manifest-sha256.txt'))],
    ['a link that leads nowhere', (folder) => symlinkSync('/nowhere', join(folder, 'manifest-sha256.txt'))],
  ])('%s: exit code 2, and no word of success', (_, make) => {
    const folder = temporaryFolder();
    make(folder);
    for (const { status, output } of [runSeal(['verify', folder]), runVerifier([folder])]) {
      expect(status).toBe(2);
      expect(output).not.toMatch(/PASS|EQUAL|MATCH/);
    }
  });

  it('what a name holds is printed as text, whatever it is', async () => {
    const folder = await sealedFolder({ a: '1' });
    writeFileSync(join(folder, '\x1b[2J\n::error::x\u202e'), '');
    const { status, output } = runSeal(['verify', '--github', folder]);
    expect(status).toBe(1);
    expect(output).toContain('\\x1b[2J\\x0a::error::x\\u202e');
    expect(output.split('\n').filter((line) => line.startsWith('::'))).toHaveLength(1);
  });

  it('the verifier that goes into packets is one short file that needs nothing', () => {
    const text = projectFile('src/seal/verify.mjs');
    expect(text.trimEnd().split('\n').length).toBeLessThan(300);
    expect([...text.matchAll(/from '([^']+)'/g)].every(([, name = '']) => name.startsWith('node:'))).toBe(true);
    expect(readFileSync(new URL('../../../src/seal/verifier-text.ts', import.meta.url), 'utf8')).toContain(
      './verify.mjs',
    );
  });
});
