import type { Gate } from '../../contract/answers/gate.ts';
import type { VerifiedRehearsal } from '../rehearsal/verified-rehearsals.ts';

type Condition = Gate['conditions'][number];

/**
 * The conditions, where the one about rehearsals (10) says why the evidence that there is counts for nothing, and how to mend that.
 *
 * @param packet only evidence about this packet.
 */
export function withRehearsals(
  conditions: readonly Condition[],
  rehearsals: readonly VerifiedRehearsal[],
  packet: string,
): Condition[] {
  const about = rehearsals.filter((rehearsal) => rehearsal.packet === packet);
  return conditions.map((condition) => {
    if (condition.name !== 'rehearsal' || condition.ok !== false || about.length === 0) return condition;
    const why = about.map(
      ({ database, problem }) => `on ${database}: ${String(problem?.problem)} (${String(problem?.found)})`,
    );
    const fixes = [...new Set(about.flatMap(({ problem }) => problem?.fix ?? []))];
    return { ...condition, actual: `${condition.actual}: ${why.join('; ')}`, fix: fixes.join(' ') };
  });
}
