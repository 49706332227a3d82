import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../../script/setup/cache.mjs';

const DEMO = fileURLToPath(new URL('../../../script/demo.ts', import.meta.url));

/** A demo that was started. */
interface RunningDemo {
  child: ChildProcess;
  /** The first line it prints on standard output. */
  firstLine: Promise<string>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/**
 * Starts demos with a cache of their own, with the installed hosts and the packed builds of the real one: nobody's own demo
 * is touched.
 */
export class DemoRunner {
  readonly #cache = mkdtempSync(join(tmpdir(), 'one-roof-demo-'));

  constructor() {
    chmodSync(this.#cache, 0o755);
    for (const folder of ['hosts', 'packed']) symlinkSync(join(cacheFolder(), folder), join(this.#cache, folder));
  }

  start(...args: string[]): RunningDemo {
    const child = spawn(process.execPath, [DEMO, ...args], {
      env: { ...process.env, ONE_ROOF_CACHE: this.#cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const firstLine = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const end = stdout.indexOf('\n');
        if (end >= 0) resolve(stdout.slice(0, end));
      });
      child.on('exit', () => reject(new Error(`The demo ended: ${stderr}`)));
    });
    const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, stdout, stderr }));
    firstLine.catch(() => undefined); // whoever waits for the end is told there
    return { child, firstLine, ended };
  }

  /** Removes what the demos kept. */
  remove(): void {
    rmSync(this.#cache, { recursive: true });
  }
}
