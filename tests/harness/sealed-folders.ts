import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createSeal } from '../../src/seal/create-seal.ts';
import { makePacket } from '../../src/seal/make-packet.ts';
import type { Sealed } from '../../src/seal/create-seal.ts';
import { Root } from '../../src/seal/folder/root.ts';

/** Contents of a folder by path; bytes or text. */
export type Contents = Readonly<Record<string, string | Buffer>>;

/** A verifier that is short: what is put into packets whose every byte is damaged in turn. */
const SHORT_VERIFIER = '// verify\n';

/** A new folder that is gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-sealed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder, a new one if none is named. */
export function writeFolder(contents: Contents, folder = temporaryFolder()): string {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A folder that is sealed in place. */
export async function sealedFolder(contents: Contents): Promise<string> {
  const folder = writeFolder(contents);
  await sealFolder(folder);
  return folder;
}

export async function sealFolder(folder: string): Promise<Sealed> {
  const root = new Root(folder);
  try {
    return await createSeal(root);
  } finally {
    root.close();
  }
}

/** A packet of these files. */
export async function packetOf(contents: Contents, verifier = SHORT_VERIFIER): Promise<string> {
  const packet = join(temporaryFolder(), 'packet');
  await makePacket(writeFolder(contents), packet, {
    verifier,
    date: '2026-06-12',
    info: [['External-Identifier', 'APR-BOOT-AUTHMODEL-1']],
  });
  return packet;
}

/** How a program ended. */
export interface Ended {
  status: number | null;
  output: string;
}

/** Runs the program `one-roof-seal` as it is written: Node takes the types out. */
export function runSeal(
  args: readonly string[],
  options: { cwd?: string; uid?: number; env?: NodeJS.ProcessEnv } = {},
): Ended {
  const program = fileURLToPath(new URL('../../src/cli/one-roof-seal.ts', import.meta.url));
  return runNode(['--disable-warning=ExperimentalWarning', program, ...args], options);
}

/** Runs the one-file verifier. */
export function runVerifier(args: readonly string[], options: { cwd?: string } = {}): Ended {
  return runNode([fileURLToPath(new URL('../../src/seal/verify.mjs', import.meta.url)), ...args], options);
}

function runNode(args: readonly string[], options: { cwd?: string; uid?: number; env?: NodeJS.ProcessEnv }): Ended {
  return runProgram(process.execPath, args, options);
}

/** Runs a program to its end. Both streams come back as one text. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; uid?: number; env?: NodeJS.ProcessEnv; input?: string } = {},
): Ended {
  try {
    return {
      status: 0,
      output: execFileSync(program, args, {
        ...options,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        maxBuffer: 1 << 26,
      }),
    };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout?: string; stderr?: string };
    return { status, output: `${stdout ?? ''}${stderr ?? ''}` };
  }
}

/** The text of a file of the project. */
export function projectFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
