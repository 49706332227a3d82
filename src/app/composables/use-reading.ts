import { onScopeDispose, shallowReactive, watch } from 'vue';
import { isAborted, problemOf } from '../problem.ts';
import type { Problem } from '../problem.ts';

/** Something read from the server: what is known so far, and how the last attempt went. */
export interface Reading<Value> {
  /** The last answer. It stays while a newer one is fetched, and if that fails. */
  value: Value | null;
  /** The time at which it came. */
  readAt: Date | null;
  /** The reason why the last attempt failed. */
  problem: Problem | null;
  loading: boolean;
  refresh: () => Promise<void>;
}

/**
 * Reads at once and again on refresh(). Only the answer to the latest question counts; leaving the page cancels the
 * request.
 *
 * @param subject what the answer is about: when it changes, the old answer goes and a new one is read.
 */
export function useReading<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  subject?: () => unknown,
): Reading<Value> {
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

  if (subject !== undefined)
    watch(subject, () => {
      reading.value = null;
      void refresh();
    });
  onScopeDispose(() => current?.abort());
  void refresh();
  return reading;
}
