import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, shallowReactive } from 'vue';
import { isAborted, problemOf } from '../../../../app/problem.ts';
import type { Problem } from '../../../../app/problem.ts';
import { BASE_PATH, MAX_LIMIT, PATHS } from '../../../../contract/paths.ts';
import { saveFile } from '../../composables/save-file.ts';

/** A spreadsheet takes a file for UTF-8 by this mark. */
const UTF8_MARK = '\uFEFF';

/** The download of the gaps as one CSV file. */
export interface GapsCsv {
  running: boolean;
  /** Pages that have come. */
  pages: number;
  problem: Problem | null;
  start: (query: object) => Promise<void>;
  stop: () => void;
}

/** Returns the download: it reads page by page, as the server gives them, and makes one file of them. */
export function useGapsCsv(): GapsCsv {
  const api = useApi();
  let current: AbortController | null = null;

  const download = shallowReactive<GapsCsv>({
    running: false,
    pages: 0,
    problem: null,
    start,
    stop: () => current?.abort(),
  });

  async function* pages(query: object, signal: AbortSignal): AsyncGenerator<string> {
    let cursor: string | null = null;
    do {
      const params: object = { ...query, limit: MAX_LIMIT, ...(cursor === null ? {} : { cursor }) };
      const headers = { Accept: 'text/csv' };
      const answer = await api.get<string>(`${BASE_PATH}${PATHS.coverageGaps}`, {
        params,
        headers,
        responseType: 'text',
        signal,
      });
      yield answer.data;
      const [, next = ''] = /<\?([^>]*)>; rel="next"/.exec(String(answer.headers['link'] ?? '')) ?? [];
      cursor = new URLSearchParams(next).get('cursor');
    } while (cursor !== null);
  }

  async function start(query: object): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    Object.assign(download, { running: true, pages: 0, problem: null });
    try {
      let text = UTF8_MARK;
      for await (const page of pages(query, mine.signal)) {
        text += download.pages === 0 ? page : page.slice(page.indexOf('\n') + 1); // each page has the header
        download.pages++;
      }
      saveFile('gaps.csv', 'text/csv', text);
    } catch (thrown) {
      if (!isAborted(thrown)) download.problem = problemOf(thrown);
    } finally {
      if (current === mine) download.running = false;
    }
  }

  onScopeDispose(() => current?.abort());
  return download;
}
