import { Worker } from 'node:worker_threads';
import type { Algorithm } from './algorithms.ts';
import type { BytePath } from '../folder/byte-path.ts';
import { FileHasher } from './hash-file.ts';
import type { HashResult } from './hash-file.ts';
import { hashShared, shareFiles, sharedResult } from './hash-shared.ts';
import type { SharedFiles } from './hash-shared.ts';
import type { Root } from '../folder/root.ts';

/** A window of files that is hashed at once; what is known of them is held in memory. */
const WINDOW = 16_384;

/** A second thread costs about 20 ms and 15 MiB: it has to have something to do. */
const WORTH_A_THREAD = { files: 256, bytes: 64 * 1024 * 1024 };

/**
 * Hashes files, in the order in which they come, and tells what became of each.
 *
 * @param worker the file of a program that runs `hash-worker`: with it, a second thread helps where there is enough to do.
 */
export async function hashFiles(
  root: Root,
  algorithms: readonly Algorithm[],
  paths: Iterable<BytePath>,
  tell: (path: BytePath, result: HashResult) => void,
  worker?: string,
): Promise<void> {
  const helper = worker === undefined ? null : new Helper(root, worker);
  try {
    for (const window of windowsOf(paths)) await hashWindow(root, algorithms, window, tell, helper);
  } finally {
    await helper?.stop();
  }
}

async function hashWindow(
  root: Root,
  algorithms: readonly Algorithm[],
  window: BytePath[],
  tell: (path: BytePath, result: HashResult) => void,
  helper: Helper | null,
): Promise<void> {
  const files = shareFiles(window, algorithms);
  let asked = false;
  hashShared(root, files, (count, bytes) => {
    if (asked || helper === null || (!helper.runs && count < WORTH_A_THREAD.files && bytes < WORTH_A_THREAD.bytes))
      return;
    asked = true;
    helper.help(files);
  });
  await helper?.finished();
  const alone = new FileHasher(root, algorithms);
  for (const [index, path] of window.entries()) tell(path, sharedResult(files, algorithms, index) ?? alone.hash(path));
}

function* windowsOf(paths: Iterable<BytePath>): Generator<BytePath[]> {
  let window: BytePath[] = [];
  for (const path of paths) {
    window.push(path);
    if (window.length < WINDOW) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** The second thread. If it dies, what it had taken is left undone, and done by the first. */
class Helper {
  readonly #root: Root;
  readonly #program: string;
  #worker: Worker | null = null;
  #isDead = false;
  #finish: () => void = () => undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(root: Root, program: string) {
    this.#root = root;
    this.#program = program;
  }

  get runs(): boolean {
    return this.#worker !== null && !this.#isDead;
  }

  help(files: SharedFiles): void {
    this.#worker ??= this.#start();
    if (this.#isDead) return;
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#worker.postMessage(files);
  }

  finished(): Promise<void> {
    return this.#finished;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#program, {
      workerData: { path: this.#root.path, descriptor: this.#root.descriptor },
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 32 },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const die = (): void => {
      this.#isDead = true;
      this.#finish();
    };
    worker.on('message', () => this.#finish());
    worker.on('error', die);
    worker.on('exit', die);
    return worker;
  }
}
