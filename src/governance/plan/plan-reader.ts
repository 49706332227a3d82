import { Worker } from 'node:worker_threads';
import { OneRoofError } from '../../contract/errors.ts';
import type { ErrorCode, ErrorDetail } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import { isTooDeep, MAX_PLAN_DEPTH } from './plan-limits.ts';
import type { WrittenPlan } from './read-plan.ts';

/** Something in a plan that does not fit the project. */
interface Misfit {
  path: readonly PropertyKey[];
  message: string;
}

/** Question to the thread: a plan as text or as JSON, and which places in it to find. */
export interface PlanQuestion {
  id: number;
  text?: string;
  json?: string;
  misfits: readonly Misfit[];
}

/** Answer of the thread. The plan is JSON: a text is handed over at once, an object piece by piece. */
export type PlanAnswer =
  | { id: number; source: string; plan: string }
  | { id: number; refused: { code: ErrorCode; message: string; detail: ErrorDetail } }
  | { id: number; failed: string };

/** How long a plan may take with all that wait before it, in ms, and the memory of the thread, in MiB. */
const PATIENCE = 10_000;
const MEMORY = 512;
/** How long a thread that nobody asks anything is kept, in ms. */
const IDLE = 30_000;

/** Receiver of an answer. */
interface Waiting {
  resolve: (answer: PlanAnswer) => void;
  reject: (error: Error) => void;
}

/**
 * Reads plans in a thread of its own, one after the other: a plan within its limits may take two seconds to read, and for so long
 * Directus would answer nobody. The thread begins with the first plan and ends when none came for half a minute.
 */
export class PlanReader {
  readonly #file: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;

  /** @param file the program that runs `plan-worker`. */
  constructor(file: URL) {
    this.#file = file;
  }

  /**
   * Does something with a plan. What is wrong with it, also what `work` finds, is told with its lines.
   *
   * @param plan the text of plan.yaml, or the object that it stands for
   * @throws OneRoofError ONE_ROOF_PLAN_INVALID with every problem, as readPlan(); ONE_ROOF_BAD_REQUEST for an object that is too deep;
   *   ONE_ROOF_TIMED_OUT where other plans take too long.
   */
  async with<Result>(plan: unknown, work: (written: WrittenPlan) => Promise<Result>): Promise<Result> {
    const question = typeof plan === 'string' ? { text: plan } : { json: JSON.stringify(requireShallow(plan)) };
    const read = await this.#ask({ ...question, misfits: [] });
    const misfits: Misfit[] = [];
    const problemAt: WrittenPlan['problemAt'] = (path, message) => {
      misfits.push({ path, message });
      return { line: 0, column: 0, path: path.map(String).join('.'), message };
    };
    try {
      return await work({ source: read.source, plan: JSON.parse(read.plan) as Plan, problemAt });
    } catch (error) {
      if (misfits.length === 0 || !(error instanceof OneRoofError) || error.code !== 'ONE_ROOF_PLAN_INVALID')
        throw error;
      await this.#ask({ ...question, misfits });
      throw error;
    }
  }

  async #ask(question: Omit<PlanQuestion, 'id'>): Promise<{ source: string; plan: string }> {
    clearTimeout(this.#idle);
    const id = (this.#asked += 1);
    const patience = setTimeout(() => this.#end(tookTooLong()), PATIENCE);
    try {
      const answer = await new Promise<PlanAnswer>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#thread().postMessage({ id, ...question });
      });
      if ('refused' in answer)
        throw new OneRoofError(answer.refused.code, answer.refused.message, answer.refused.detail);
      if ('failed' in answer) throw new Error(answer.failed);
      return answer;
    } finally {
      clearTimeout(patience);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#end(), IDLE).unref();
    }
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY } });
    worker.unref();
    worker.on('message', (answer: PlanAnswer) => this.#waiting.get(answer.id)?.resolve(answer));
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#end(error);
    });
    this.#worker = worker;
    return worker;
  }

  /** Ends the thread; whoever waits for it is told why. */
  #end(error?: Error): void {
    void this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error ?? tookTooLong());
  }
}

function tookTooLong(): OneRoofError {
  return new OneRoofError('ONE_ROOF_TIMED_OUT', 'Reading the plan took too long', {
    subject: 'plan',
    expected: `an answer within ${PATIENCE / 1000} seconds`,
    fix: 'Try again. A large plan is checked by `one-roof plan check` on your own machine.',
  });
}

/** A plan that came as JSON, unless it is nested deeper than one may be: writing it would overflow the stack. */
function requireShallow(plan: unknown): unknown {
  if (!isTooDeep(plan)) return plan;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The plan is nested too deep', {
    subject: 'plan',
    expected: `at most ${MAX_PLAN_DEPTH} levels`,
    found: 'more',
  });
}
