/** Clone databases are named like this unless ONE_ROOF_CLONE_PATTERN says otherwise. */
export const DEFAULT_CLONE_PATTERN = '^directus_gov_test_[0-9a-z_]+$';

/**
 * What the name of a clone has to match as a whole: in `^a|b$` only `a` would begin at the beginning, so what stands between `^`
 * and `$` is one group. Null if the pattern is not written from `^` to `$`, or is no regular expression. The table
 * governance_environment checks the same.
 */
export function cloneNames(pattern: string): RegExp | null {
  const inner = /^\^(.*)\$$/s.exec(pattern)?.[1];
  if (inner === undefined) return null;
  try {
    new RegExp(inner); // on its own: it must not close the group that it is put into
    return new RegExp(`^(?:${inner})$`);
  } catch {
    return null;
  }
}
