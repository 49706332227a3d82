import { onScopeDispose, shallowReactive, watch } from 'vue';
import { isAborted, problemOf } from '../../../app/problem.ts';
import type { Problem } from '../../../app/problem.ts';
import type { Page } from '../../../app/composables/use-read-contract.ts';

/** A list that may be long: its rows as far as they were asked for. */
export interface PagedList<Row> {
  rows: readonly Row[];
  /** True when there are no further rows. */
  complete: boolean;
  /** True when the rows answer the present question; until then they answer the one before. */
  current: boolean;
  loading: boolean;
  /** The reason why the last page did not come. */
  problem: Problem | null;
  /** Reads the next page, unless it is on its way, there is none, or the last one failed. */
  more: () => void;
  /** Starts again from the first page, or goes on from the page that failed. */
  refresh: () => void;
}

type ReadPage<Row> = (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>;

/** Reads the first page at once, again whenever `asked` changes, and the further ones when they are wanted. */
export function usePagedList<Row>(read: ReadPage<Row>, asked: () => unknown): PagedList<Row> {
  let current: AbortController | null = null;
  let cursor: string | null = null;

  const list = shallowReactive<PagedList<Row>>({
    rows: [],
    complete: false,
    current: false,
    loading: false,
    problem: null,
    more: () => {
      if (!list.loading && !list.complete && list.problem === null) void next();
    },
    refresh: () => (list.problem !== null && list.current ? void next() : start()),
  });

  function start(): void {
    cursor = null;
    list.current = false;
    void next();
  }

  async function next(): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    list.loading = true;
    list.problem = null;
    try {
      const { data, meta } = await read(cursor, mine.signal);
      list.rows = list.current ? [...list.rows, ...data] : data;
      list.complete = meta.next === null;
      list.current = true;
      cursor = meta.next;
    } catch (thrown) {
      if (!isAborted(thrown)) list.problem = problemOf(thrown);
    } finally {
      if (current === mine) list.loading = false;
    }
  }

  watch(asked, start);
  onScopeDispose(() => current?.abort());
  start();
  return list;
}
