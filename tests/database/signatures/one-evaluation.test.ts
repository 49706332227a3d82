import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HAS_PSQL, Journey } from '../../harness/releases/journey.ts';
import { drawn, stepsOf } from '../../harness/releases/journey-steps.ts';
import type { Step } from '../../harness/releases/journey-steps.ts';

// Everything that says how a release stands answers from one evaluation: the gate, `release status`, the decision, the permit of a run, the
// endpoints and `release verify` are compared after each step of journeys that are drawn. The gate is the measure.

const SEED = 20_260_111;
// ONE_ROOF_MODEL_RUNS=30 draws as many journeys; without it, one that is always the same, after two that are there for what they meet.
const JOURNEYS = 2 + Number(process.env['ONE_ROOF_MODEL_RUNS'] ?? 1);

it(
  'the gate, release status, the decision, permits and the endpoints agree after every step',
  { timeout: JOURNEYS * 200_000 },
  async () => {
    process.stdout.write(
      `one evaluation: ${JOURNEYS} journeys, seed ${SEED}${HAS_PSQL ? '' : '; without psql, which this machine has not'}\n`,
    );
    const seen = new Set<string>();
    const always: { after: Step; what: Step }[][] = [
      [
        { after: 'permit', what: 'expire' },
        { after: 'sign', what: 'drift' },
      ],
      [{ after: 'file', what: 'forge and psql' }],
    ];
    const others = fc.sample(drawn, { seed: SEED, numRuns: JOURNEYS - always.length });
    for (const disturbances of [...always, ...others]) {
      const steps = stepsOf(disturbances);
      const journey = await Journey.begin();
      try {
        for (const [index, step] of steps.entries()) {
          await journey.step(step);
          const told = `${steps.slice(0, index + 1).join(', ')} (seed ${SEED})`;
          // What ends at a moment could end between two answers: it is compared once it has.
          if (!journey.isEnding) seen.add(await journey.compare(told));
        }
      } finally {
        await journey.end();
      }
    }
    // All that a gate can say was compared.
    expect([...seen].sort()).toEqual(
      HAS_PSQL ? ['APPLIED', 'BLOCKED', 'READY', 'applied_unratified'] : ['APPLIED', 'BLOCKED', 'READY'],
    );
  },
);
