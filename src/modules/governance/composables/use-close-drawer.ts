import { useRouter } from 'vue-router';
import type { LocationQueryRaw } from 'vue-router';

/**
 * Returns how a drawer that has a URL is closed: by going back to the page it was opened on, so that Back does not open it
 * again; where it was linked to, there is no such page, and the URL without it takes its place.
 */
export function useCloseDrawer(): (withoutDrawer: LocationQueryRaw) => void {
  const router = useRouter();

  return (query) => {
    const page = router.resolve({ query });
    const before = router.options.history.state['back'];
    if (typeof before === 'string' && router.resolve(before).fullPath === page.fullPath) router.back();
    else void router.replace(page);
  };
}
