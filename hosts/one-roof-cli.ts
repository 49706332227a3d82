import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a command of the CLI ended, and what it printed. */
export interface CliOutcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program `one-roof` out of an unpacked package, in an environment that configures Directus's database. */
export function runOneRoof(
  extension: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<CliOutcome> {
  const program = join(extension, 'dist', 'cli', 'one-roof.js');
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
