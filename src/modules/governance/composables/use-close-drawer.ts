import { useRouter } from 'vue-router';
import type { LocationQueryRaw } from 'vue-router';

/**
 * Returns a function that closes a drawer with a URL. It goes back to the page on which the drawer was opened, so that
 * Back does not open it again. A drawer that was opened by a link has no such page: its URL is replaced.
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
