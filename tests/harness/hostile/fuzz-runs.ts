import fc from 'fast-check';

/** So many inputs in all, where the variable `ONE_ROOF_FUZZ_RUNS` asks for the large run; then what takes longer than the bar fails. */
const ASKED = Number(process.env['ONE_ROOF_FUZZ_RUNS'] ?? 0);
const SEED = Number(process.env['ONE_ROOF_FUZZ_SEED'] ?? 0);

/** How long one input may take: in the large run as promised, otherwise as long as a loaded machine may need. */
const LONGEST_MS = ASKED > 0 ? 2000 : 20_000;

/** A number of inputs that is shared by some properties, from one seed, and what they took. */
export class FuzzRuns {
  readonly #title: string;
  readonly #each: number;
  readonly #seed: number;
  #inputs = 0;
  readonly #outcomes = new Map<string | number, number>();
  #slowest = { ms: 0, input: '' };

  /** @param usual how many inputs each of the `properties` gets where nobody asks for a large run */
  constructor(title: string, properties: number, usual: number) {
    this.#title = title;
    this.#each = ASKED > 0 ? Math.ceil(ASKED / properties) : usual;
    // A test run is the same every time; a large run looks where nobody has looked.
    this.#seed = SEED > 0 ? SEED : ASKED > 0 ? Date.now() % 2 ** 31 : 20_261_128;
  }

  /** Milliseconds that a property may take. */
  get patience(): number {
    return 60_000 + this.#each * 1000;
  }

  /** Tries a property on its share of the inputs. `survive` says in a word what came of one. */
  async assert<Input>(
    inputs: fc.Arbitrary<Input>,
    survive: (input: Input) => Promise<string | number> | string | number,
  ): Promise<void> {
    const { failed, counterexample, errorInstance, numRuns } = await fc.check(
      fc.asyncProperty(inputs, async (input) => {
        this.#inputs += 1;
        const timed = async () => {
          const started = performance.now();
          const outcome = await survive(input);
          return { outcome, ms: performance.now() - started };
        };
        const first = await timed();
        this.#outcomes.set(first.outcome, (this.#outcomes.get(first.outcome) ?? 0) + 1);
        // The machine may have been busy with something else: what is slow is slow again.
        const ms = first.ms > LONGEST_MS ? Math.min(first.ms, (await timed()).ms) : first.ms;
        if (ms > this.#slowest.ms) this.#slowest = { ms, input: shortened(input) };
        if (ms > LONGEST_MS) throw new Error(`It took ${Math.round(ms)} ms, and may take ${LONGEST_MS} ms`);
      }),
      { seed: this.#seed, numRuns: this.#each, endOnFailure: true },
    );
    if (!failed) return;
    const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    throw new Error(`Input ${numRuns} of seed ${this.#seed}: ${why}\n${shortened(counterexample?.[0])}`, {
      cause: errorInstance,
    });
  }

  /** Says how many inputs there were, from which seed, and which took longest. */
  report(): void {
    const { ms, input } = this.#slowest;
    const outcomes = [...this.#outcomes]
      .toSorted(([, one], [, other]) => other - one)
      .map(([outcome, times]) => `${outcome} ${times}×`);
    process.stdout.write(
      `fuzz of ${this.#title}: ${this.#inputs} inputs, seed ${this.#seed}: ${outcomes.join(', ')}; the slowest took ${Math.round(ms)} ms: ${input.slice(0, 300)}\n`,
    );
  }
}

/** An input for people: where it is huge, it does not matter what the middle of it is. */
function shortened(input: unknown): string {
  return printed(input)
    .replaceAll(/(.{1,6}?)\1{20,}/gsu, (all, part: string) => `${part}…(${Math.round(all.length / part.length)}×)`)
    .slice(0, 3000);
}

function printed(input: unknown): string {
  try {
    return fc.stringify(input);
  } catch {
    return 'an input too deep to be printed';
  }
}
