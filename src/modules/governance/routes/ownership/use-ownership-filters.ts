import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useCloseDrawer } from '../../composables/use-close-drawer.ts';
import { filtersOf, queryOf } from '../../../../app/ownership-filters.ts';
import type { CellAddress, OwnershipFilters } from '../../../../app/ownership-filters.ts';

/** Reads and changes the filters of the page, which its URL keeps. */
export interface FiltersInUrl {
  filters: ComputedRef<OwnershipFilters>;
  /** Changes filters in place: going back does not undo every keystroke. */
  change: (changed: Partial<OwnershipFilters>) => void;
  /** Opens the drawer of a cell: a place of its own, so going back closes it. */
  show: (cell: CellAddress) => void;
  hide: () => void;
  clear: () => void;
}

/** Returns the filters in the URL of the page, and the ways to change them. */
export function useOwnershipFilters(): FiltersInUrl {
  const route = useRoute();
  const router = useRouter();
  const closeDrawer = useCloseDrawer();
  const filters = computed(() => filtersOf(route.query));

  return {
    filters,
    change: (changed) => void router.replace({ query: queryOf({ ...filters.value, ...changed }) }),
    show: (cell) => void router.push({ query: queryOf({ ...filters.value, cell }) }),
    hide: () => closeDrawer(queryOf({ ...filters.value, cell: null })),
    clear: () => void router.replace({ query: queryOf({ byGroup: filters.value.byGroup }) }),
  };
}
