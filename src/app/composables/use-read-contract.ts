import { useApi } from '@directus/extensions-sdk';
import { BASE_PATH, MAX_LIMIT, PATHS } from '../../contract/paths.ts';
import type { Data, Query, RouteName, ROUTES } from '../../contract/routes.ts';

/** The routes whose answers have a form: one object, a bounded list, or a list in pages. */
type Answering<Form extends 'object' | 'rows' | 'list'> = {
  [Name in RouteName]: (typeof ROUTES)[Name]['answers'] extends Form ? Name : never;
}[RouteName];

/** A page of a list, as it comes. */
export interface Page<Row> {
  data: Row[];
  meta: { next: string | null };
}

/**
 * The read contract, typed by the contract itself. The answers come with an ETag: the browser asks whether its copy is
 * still true, and the server says so without sending it again. Every function rejects with the error of axios.
 */
export function useReadContract() {
  const api = useApi();

  async function answer<Body>(name: RouteName, params: object, signal?: AbortSignal): Promise<Body> {
    const { path, query } = addressOf(PATHS[name], params);
    const response = await api.get<Body>(`${BASE_PATH}${path}`, {
      params: query,
      ...(signal === undefined ? {} : { signal }),
    });
    return response.data;
  }

  async function* pages<Name extends Answering<'list'>>(
    name: Name,
    signal?: AbortSignal,
  ): AsyncGenerator<Data<Name>[]> {
    let cursor: string | null = null;
    do {
      const params: object = { limit: MAX_LIMIT, ...(cursor === null ? {} : { cursor }) };
      const page: Page<Data<Name>> = await answer(name, params, signal);
      yield page.data;
      cursor = page.meta.next;
    } while (cursor !== null);
  }

  return {
    /** Reads the one object that a route answers. */
    async one<Name extends Answering<'object'>>(
      name: Name,
      query: Partial<Query<Name>>,
      signal?: AbortSignal,
    ): Promise<Data<Name>> {
      return (await answer<{ data: Data<Name> }>(name, query, signal)).data;
    },
    /** Reads the rows of a route that has no pages. */
    async rows<Name extends Answering<'rows'>>(
      name: Name,
      query: Query<Name>,
      signal?: AbortSignal,
    ): Promise<Data<Name>[]> {
      return (await answer<{ data: Data<Name>[] }>(name, query, signal)).data;
    },
    /** Reads one page of a list. */
    page<Name extends Answering<'list'>>(
      name: Name,
      query: Partial<Query<Name>>,
      signal?: AbortSignal,
    ): Promise<Page<Data<Name>>> {
      return answer(name, query, signal);
    },
    /** Reads a list page by page. */
    pages,
    /** Reads a whole list, page by page. */
    async all<Name extends Answering<'list'>>(name: Name, signal?: AbortSignal): Promise<Data<Name>[]> {
      const rows: Data<Name>[] = [];
      for await (const page of pages(name, signal)) rows.push(...page);
      return rows;
    },
  };
}

/** Puts what a path names (`:code`) into it; the rest is the query. */
export function addressOf(template: string, params: object): { path: string; query: Record<string, unknown> } {
  const values = new Map<string, unknown>(Object.entries(params));
  const path = template.replace(/:([a-z]+)/g, (_, name: string) => {
    const value = String(values.get(name));
    values.delete(name);
    return encodeURIComponent(value);
  });
  return { path, query: Object.fromEntries(values) };
}
