import { useRoute, useRouter } from 'vue-router';

/** The filters of a page, kept in its URL: each is a text, or null where it is not set. */
export interface UrlFilters<Name extends string> {
  filter: (name: Name) => string | null;
  /** Returns the filters that are set, as the read contract takes them. */
  set: () => Partial<Record<Name, string>>;
  /** Changes filters in place: going back does not undo every keystroke. */
  change: (changed: Partial<Record<Name, string | null>>) => void;
  clear: () => void;
}

/** Returns the filters of these names, out of the query of the page. */
export function useUrlFilters<Name extends string>(names: readonly Name[]): UrlFilters<Name> {
  const route = useRoute();
  const router = useRouter();

  function filter(name: Name): string | null {
    const value = route.query[name];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  function set(): Partial<Record<Name, string>> {
    const values: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = filter(name);
      if (value !== null) values[name] = value;
    }
    return values;
  }

  return {
    filter,
    set,
    change: (changed) => {
      const query = Object.entries({ ...route.query, ...changed }).filter(
        ([, value]) => value !== null && value !== '',
      );
      void router.replace({ query: Object.fromEntries(query) });
    },
    clear: () => void router.replace({ query: {} }),
  };
}
