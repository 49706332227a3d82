import { onScopeDispose, shallowReactive } from 'vue';
import { isAborted, problemOf } from '../../../../app/problem.ts';
import type { Problem } from '../../../../app/problem.ts';
import { useReadContract } from '../../../../app/composables/use-read-contract.ts';
import type { Data } from '../../../../contract/routes.ts';

/** Every governed object with its cells, as far as it has come. */
export interface ObjectCoverage {
  objects: readonly Data<'coverageByObject'>[];
  /** The number of objects that have come, also of a list that is being read again. */
  loaded: number;
  /** True when all objects are loaded. */
  complete: boolean;
  loading: boolean;
  problem: Problem | null;
  refresh: () => Promise<void>;
}

/**
 * Reads all objects page by page. The first time they can be seen as they come; later the old ones stay until the new ones
 * are complete.
 */
export function useObjectCoverage(): ObjectCoverage {
  const contract = useReadContract();
  let current: AbortController | null = null;

  const coverage = shallowReactive<ObjectCoverage>({
    objects: [],
    loaded: 0,
    complete: false,
    loading: false,
    problem: null,
    refresh,
  });

  async function refresh(): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    const objects: Data<'coverageByObject'>[] = [];
    coverage.loading = true;
    coverage.loaded = 0;
    try {
      for await (const page of contract.pages('coverageByObject', mine.signal)) {
        objects.push(...page);
        coverage.loaded = objects.length;
        if (!coverage.complete) coverage.objects = [...objects];
      }
      coverage.objects = objects;
      coverage.complete = true;
      coverage.problem = null;
    } catch (thrown) {
      if (!isAborted(thrown)) coverage.problem = problemOf(thrown);
    } finally {
      if (current === mine) coverage.loading = false;
    }
  }

  onScopeDispose(() => current?.abort());
  void refresh();
  return coverage;
}
