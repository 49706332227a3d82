/** A measured act. If it returns a number, that is its time in ms; otherwise the call is timed. */
export type Subject = () => Promise<unknown>;

/** How long something took over several rounds, in ms. */
export interface Figure {
  name: string;
  median: number;
  min: number;
  max: number;
  rounds: number;
}

/**
 * Measures several subjects in turn, round by round, so that whatever disturbs the machine disturbs all of them. The first
 * rounds warm up and do not count.
 */
export async function measure(
  subjects: Record<string, Subject>,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
): Promise<Figure[]> {
  const times = new Map(Object.keys(subjects).map((name) => [name, [] as number[]]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const started = performance.now();
      const told = await subject();
      const took = typeof told === 'number' ? told : performance.now() - started;
      if (round >= 0) times.get(name)?.push(took);
    }
  }
  return [...times].map(([name, taken]) => figure(name, taken));
}

/** Summarizes times. */
export function figure(name: string, times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { name, median: at(0.5), min: at(0), max: at(1), rounds: sorted.length };
}
