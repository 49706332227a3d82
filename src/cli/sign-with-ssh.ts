import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OneRoofError } from '../contract/errors.ts';

/**
 * Signs a text with `ssh-keygen -Y sign`, which asks for a passphrase or a touch on the terminal where the key wants one.
 *
 * @param key the file of a private key, or of a public one whose private half ssh-agent holds.
 * @returns the armored signature.
 * @throws OneRoofError ONE_ROOF_NOT_READY where it cannot be made.
 */
export function signWithSsh(text: string, key: string, namespace: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-sign-'));
  try {
    const file = join(folder, 'statement.txt');
    writeFileSync(file, text, { mode: 0o600 });
    const { status, error, stderr } = spawnSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', key, file], {
      stdio: ['inherit', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (error !== undefined || status !== 0) throw unsigned(key, error?.message ?? stderr.trim());
    return readFileSync(`${file}.sig`, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unsigned(key: string, found: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_NOT_READY', `ssh-keygen did not sign with ${key}`, {
    subject: key,
    expected: 'a private key, or a public key whose private half ssh-agent holds, and OpenSSH 8.2 or later',
    found: found === '' ? 'nothing was signed' : found,
    fix: 'Name another key with --key, or add it to the agent with ssh-add.',
  });
}
