/** Clone databases are named like this unless ONE_ROOF_CLONE_PATTERN says otherwise. */
export const DEFAULT_CLONE_PATTERN = '^directus_gov_test_[0-9a-z_]+$';

/**
 * Compiles the pattern that the whole name of a clone must match. The text between `^` and `$` becomes one group: in `^a|b$` only
 * `a` would be bound to the beginning. Returns null if the pattern does not run from `^` to `$`, or is not a regular expression. The
 * table governance_environment checks the same.
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
