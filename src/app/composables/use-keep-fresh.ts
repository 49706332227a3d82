import { onScopeDispose, watch } from 'vue';
import type { Ref } from 'vue';
import type { Reading } from './use-reading.ts';

/** Milliseconds after which an answer counts as old. */
const FRESH = 60_000;

/**
 * Reads again once a minute while the page can be seen, at once when it comes back into sight with an old answer, and
 * whenever a dashboard is refreshed, which Directus tells its panels by a new `now`.
 */
export function useKeepFresh(reading: Reading<unknown>, now?: Ref<Date>): void {
  let old = false;
  let timer = setTimeout(growOld, FRESH);

  function refresh(): void {
    clearTimeout(timer);
    timer = setTimeout(growOld, FRESH);
    old = false;
    void reading.refresh();
  }

  function growOld(): void {
    old = true;
    refreshIfSeen();
  }

  function refreshIfSeen(): void {
    if (old && document.visibilityState === 'visible') refresh();
  }

  document.addEventListener('visibilitychange', refreshIfSeen);
  if (now !== undefined) watch(now, refresh);

  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', refreshIfSeen);
  });
}
