import { shallowReactive } from 'vue';
import { problemOf } from '../../../../../app/problem.ts';
import type { Problem } from '../../../../../app/problem.ts';

/** Something that a person does here, and how it went. */
export interface Act {
  running: boolean;
  /** The reason of the last refusal. */
  problem: Problem | null;
  /** Does it, unless it is under way. Returns whether it was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Returns an act that has not been done yet. `explain` may know better than the server why it failed. */
export function useAct(explain: (thrown: unknown) => string | null = () => null): Act {
  const act = shallowReactive<Act>({
    running: false,
    problem: null,
    run: async (work) => {
      if (act.running) return false;
      act.running = true;
      act.problem = null;
      try {
        await work();
        return true;
      } catch (thrown) {
        const message = explain(thrown);
        act.problem = message === null ? problemOf(thrown) : { kind: 'unexpected', message };
        return false;
      } finally {
        act.running = false;
      }
    },
  });
  return act;
}
