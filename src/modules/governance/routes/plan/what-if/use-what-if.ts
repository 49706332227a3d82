import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import type { Ref } from 'vue';
import { isAborted, problemOf } from '../../../../../app/problem.ts';
import type { Problem } from '../../../../../app/problem.ts';
import { BASE_PATH, PLAN_WHAT_IF_PATH } from '../../../../../contract/paths.ts';
import type { WhatIf, WhatIfCell } from '../../../../../contract/answers/what-if.ts';

/** The effect of a plan: the last answer, and the state of the question about the present draft. */
export interface PlanWhatIf {
  answer: WhatIf | null;
  /** The cells that would change, as far as they were asked for. */
  cells: readonly WhatIfCell[];
  /** True when there are more. */
  hasMore: boolean;
  /** True when the answer is about the present draft. */
  current: boolean;
  loading: boolean;
  problem: Problem | null;
  /** Mistakes in the plan itself. */
  mistakes: readonly PlanMistake[];
  more: () => void;
  /** Gives up the question that is on its way. */
  stop: () => void;
  retry: () => void;
}

/** Something in a plan that cannot be meant. */
interface PlanMistake {
  path: string;
  message: string;
}

/** Milliseconds without a further change before the server is asked. */
const PAUSE = 400;

/** The number of cells that are asked for at a time. */
const PAGE = 100;

/** Asks for the effect of a plan whenever it changes, after a pause. Only the last answer counts; null asks nothing. */
export function useWhatIf(plan: Ref<string | null>): PlanWhatIf {
  const api = useApi();
  let asking: AbortController | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let next: string | null = null;

  const whatIf = shallowReactive<PlanWhatIf>({
    answer: null,
    cells: [],
    hasMore: false,
    current: false,
    loading: false,
    problem: null,
    mistakes: [],
    more: () => {
      if (!whatIf.loading && next !== null) void ask(next);
    },
    stop: () => {
      stop();
      Object.assign(whatIf, { problem: null, mistakes: [] }); // they were about the question before
    },
    retry: () => void ask(null),
  });

  async function ask(cursor: string | null): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    Object.assign(whatIf, { loading: true, problem: null, mistakes: [] });
    try {
      const body = { plan: plan.value, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      const { data } = (
        await api.post<{ data: WhatIf }>(`${BASE_PATH}${PLAN_WHAT_IF_PATH}`, body, { signal: mine.signal })
      ).data;
      whatIf.cells = cursor === null ? data.cells : [...whatIf.cells, ...data.cells];
      Object.assign(whatIf, { answer: data, current: true, hasMore: data.next !== null });
      ({ next } = data);
    } catch (thrown) {
      if (isAborted(thrown)) return;
      whatIf.mistakes = mistakesOf(thrown);
      whatIf.problem = whatIf.mistakes.length > 0 ? null : problemOf(thrown);
    } finally {
      if (asking === mine) whatIf.loading = false;
    }
  }

  function stop(): void {
    clearTimeout(pause);
    asking?.abort();
    whatIf.loading = false;
  }

  function follow(): void {
    stop();
    whatIf.current = false;
    if (plan.value === null)
      Object.assign(whatIf, { answer: null, cells: [], hasMore: false, problem: null, mistakes: [] });
    else {
      whatIf.loading = true;
      pause = setTimeout(() => void ask(null), PAUSE);
    }
  }

  watch(plan, follow);
  onScopeDispose(stop);
  follow();
  return whatIf;
}

/** The fields that are read of the error that axios rejects with when the plan is refused. */
interface Refusal {
  response?: { data?: { errors?: { extensions?: { code?: string; problems?: PlanMistake[] } }[] } };
}

function mistakesOf(thrown: unknown): readonly PlanMistake[] {
  const { response }: Refusal = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const { code, problems } = response?.data?.errors?.[0]?.extensions ?? {};
  return code === 'ONE_ROOF_PLAN_INVALID' ? (problems ?? []) : [];
}
