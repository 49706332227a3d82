import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Command {
  command: string;
  args: readonly string[];
  /** How it is asked to stop. */
  stopSignal: 'SIGTERM' | 'SIGINT';
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The user to run as; only root can change it. */
  user?: { uid: number; gid: number };
}

/** The most that is kept of what a process prints, in characters: a server under load logs more than a string can hold. */
const KEPT = 16 * 2 ** 20;

/** A child process that ends when this process ends, even if this one is killed. The end of its output is kept. */
export class SupervisedProcess {
  readonly #child: ChildProcess;
  #output = '';
  readonly #watchers = new Set<() => void>();
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;

  constructor({ command, args, stopSignal, cwd, env, user }: Command) {
    const supervisor = fileURLToPath(new URL('supervise.mjs', import.meta.url));
    const asUser = user === undefined ? '-' : `${user.uid}:${user.gid}`;
    this.#child = spawn(process.execPath, [supervisor, stopSignal, asUser, command, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true, // Ctrl-C in the terminal must not reach it: it is stopped in order
      env: env ?? process.env,
      ...(cwd === undefined ? {} : { cwd }),
    });
    const keep = (chunk: Buffer) => {
      this.#output += chunk.toString();
      if (this.#output.length > 2 * KEPT) this.#output = this.#output.slice(-KEPT);
      for (const watcher of this.#watchers) watcher();
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => {
      this.#child.on('exit', () => {
        for (const watcher of this.#watchers) watcher();
        resolve();
      });
    });
  }

  /** Output so far: at least its last 16 million characters. */
  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until it has printed something that matches. Fails, with what it printed, if it ends or takes too long. */
  async printed(pattern: RegExp, seconds: number): Promise<void> {
    await this.until(() => pattern.test(this.#output), `print ${String(pattern)}`, seconds);
  }

  /** Its exit code, null while it runs. */
  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.#child.stdin?.end();
    await this.ended;
  }

  private until(condition: () => boolean, what: string, seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(new Error(`It did not ${what} within ${seconds} s. It printed:\n${this.#output}`)),
        seconds * 1000,
      );
      const check = () => {
        if (condition()) finish();
        else if (!this.running)
          finish(new Error(`It ended instead of doing what was waited for (${what}). It printed:\n${this.#output}`));
      };
      const finish = (error?: Error) => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        if (error) reject(error);
        else resolve();
      };
      this.#watchers.add(check);
      check();
    });
  }
}
