import { onScopeDispose, shallowReactive } from 'vue';
import { isAborted, problemOf } from '../problem.ts';
import type { Problem } from '../problem.ts';

/** Something read from the server: what is known so far, and how the last attempt went. */
export interface Reading<Value> {
  /** The last answer. It stays while a newer one is fetched, and if that fails. */
  value: Value | null;
  /** When it came. */
  readAt: Date | null;
  /** Why the last attempt failed. */
  problem: Problem | null;
  loading: boolean;
  refresh: () => Promise<void>;
}

/** Reads at once and again on refresh(). Only the answer to the latest question counts; leaving the page gives up. */
export function useReading<Value>(read: (signal: AbortSignal) => Promise<Value>): Reading<Value> {
  let current: AbortController | null = null;

  const reading = shallowReactive<Reading<Value>>({
    value: null,
    readAt: null,
    problem: null,
    loading: false,
    refresh,
  });

  async function refresh(): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    reading.loading = true;
    try {
      reading.value = await read(mine.signal);
      reading.readAt = new Date();
      reading.problem = null;
    } catch (thrown) {
      if (!isAborted(thrown)) reading.problem = problemOf(thrown);
    } finally {
      if (current === mine) reading.loading = false;
    }
  }

  onScopeDispose(() => current?.abort());
  void refresh();
  return reading;
}
