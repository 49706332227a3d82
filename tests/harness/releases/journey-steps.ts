import fc from 'fast-check';

/** The way of a release; what comes in between is drawn, and where it ends the request, it is filed again. */
const WAY = ['file', 'approve', 'sign', 'permit', 'apply', 'rollback'] as const;
const ENDS = ['withdraw', 'reject', 'expire'] as const;
const DISTURBANCES = [...ENDS, 'forge', 'drift', 'guard off', 'psql', 'forge and psql', 'nothing', 'nothing'] as const;
export type Step = (typeof WAY)[number] | (typeof DISTURBANCES)[number] | 'file briefly';

/** Each drawn journey: after which step of the way what happens. The first of them are always there. */
export const drawn = fc.array(
  fc.record({ after: fc.constantFrom(...WAY.slice(0, 5)), what: fc.constantFrom(...DISTURBANCES) }),
  {
    minLength: 1,
    maxLength: 3,
  },
);

/** The steps of a journey: its way, with what disturbs it in between. */
export function stepsOf(disturbances: readonly { after: Step; what: Step }[]): Step[] {
  const waiting = [...disturbances];
  const steps: Step[] = [];
  const walk = (way: readonly Step[]): void => {
    for (const step of way) {
      const at = waiting.findIndex(({ after }) => after === step);
      const [met] = at < 0 ? [] : waiting.splice(at, 1);
      steps.push(
        step === 'file' && met?.what !== 'expire' && waiting.some(({ what }) => what === 'expire')
          ? 'file briefly'
          : step,
      );
      if (met === undefined) continue;
      steps.push(met.what);
      // What was disturbed for a moment is as it was.
      if (met.what === 'drift' || met.what === 'guard off') steps.push(met.what);
      if (ENDS.some((end) => end === met.what)) {
        walk(WAY);
        return;
      }
    }
  };
  walk(WAY);
  return steps;
}
