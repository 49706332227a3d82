/** How many answers a process remembers: pages of at most 500 rows, so some megabytes. */
const CAPACITY = 50;

/**
 * The answers given last, by entity tag. A tag stands for everything an answer depends on, so one that is known is the answer:
 * it is the same promise that 304 makes.
 */
export class RecentAnswers {
  readonly #answers = new Map<string, unknown>();

  /** The answer that the tag stands for; works it out if it is not remembered. */
  async recall(tag: string, work: () => Promise<unknown>): Promise<unknown> {
    const answer = this.#answers.has(tag) ? this.#answers.get(tag) : await work();
    this.#answers.delete(tag);
    this.#answers.set(tag, answer); // the youngest is the last
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= CAPACITY) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
