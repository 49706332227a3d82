import { ReleaseChanges } from '../../../contract/answers/release-changes.ts';

/** What a request says that it changes: a part of what is signed. null where it does not say so, or not in this form. */
export function signedChanges(proposed: Record<string, unknown>): ReleaseChanges | null {
  return ReleaseChanges.safeParse(proposed['changes']).data ?? null;
}
