import { ReleaseChanges } from '../../../contract/answers/release-changes.ts';

/** Changes that a request lists, as part of what is signed. Null if it lists none, or in another form. */
export function signedChanges(proposed: Record<string, unknown>): ReleaseChanges | null {
  return ReleaseChanges.safeParse(proposed['changes']).data ?? null;
}
