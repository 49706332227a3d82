import type { Figure } from './measure.ts';

/**
 * Prints what was measured: each figure with its ratio to the first one, the peer; below 1.00× it is faster than the peer.
 * `bars` says what a figure is meant to be at most, in ms.
 */
export function report(title: string, figures: Figure[], bars: Record<string, number> = {}): void {
  const peer = figures[0]?.median ?? Number.NaN;
  const width = Math.max(...figures.map(({ name }) => name.length));
  process.stdout.write(`\n${title}\n`);
  for (const { name, median, min, max, rounds } of figures) {
    const ratio = name === figures[0]?.name ? 'peer' : ratioOf(median, peer);
    const bar = bars[name];
    const verdict =
      bar === undefined ? '' : `   bar ${Number(bar.toPrecision(3))} ms: ${median <= bar ? 'met' : 'MISSED'}`;
    process.stdout.write(
      `  ${name.padEnd(width)}  ${ms(median)}  (${ms(min).trim()} … ${ms(max).trim()}, ${rounds} rounds)  ${ratio.padStart(8)}${verdict}\n`,
    );
  }
}

function ratioOf(value: number, peer: number): string {
  return value < peer / 20 ? `1/${Math.round(peer / value)}×` : `${(value / peer).toFixed(2)}×`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`.padStart(10);
}
