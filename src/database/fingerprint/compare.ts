import type { Fingerprint, FingerprintPart } from './fingerprint.ts';

/** One difference between two fingerprints. `row` is the key of the first differing row where both know their rows. */
interface FingerprintDifference {
  kind: string;
  object: string;
  change: 'added' | 'removed' | 'changed';
  row?: string;
}

/** The outcome of a comparison. `incomparable` says why a comparison would mean nothing. */
export type FingerprintComparison =
  | { outcome: 'equal' }
  | { outcome: 'different'; differences: FingerprintDifference[] }
  | { outcome: 'incomparable'; reason: string };

/** Compares two fingerprints and names every object that differs. */
export function compareFingerprints(before: Fingerprint, after: Fingerprint): FingerprintComparison {
  for (const [what, one, other] of [
    ['scope', before.scope, after.scope],
    ['formula', before.formula, after.formula],
    ['PostgreSQL major', before.postgresqlMajor, after.postgresqlMajor],
  ] as const) {
    if (one !== other)
      return { outcome: 'incomparable', reason: `the ${what} differs: ${String(one)} and ${String(other)}` };
  }
  if (before.sha256 === after.sha256) return { outcome: 'equal' };

  const was = new Map(before.parts.map((part) => [nameOf(part), part]));
  const is = new Map(after.parts.map((part) => [nameOf(part), part]));
  const differences = [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .map((name) => difference(was.get(name), is.get(name)))
    .filter((found) => found !== null);
  return { outcome: 'different', differences };
}

function nameOf(part: FingerprintPart): string {
  return `${part.kind} ${part.object}`;
}

function difference(was: FingerprintPart | undefined, is: FingerprintPart | undefined): FingerprintDifference | null {
  if (was !== undefined && is !== undefined) {
    if (was.digest === is.digest) return null;
    const row = firstDifferentRow(was.rowDigests, is.rowDigests);
    return { kind: is.kind, object: is.object, change: 'changed', ...(row === undefined ? {} : { row }) };
  }
  if (is !== undefined) return { kind: is.kind, object: is.object, change: 'added' };
  if (was !== undefined) return { kind: was.kind, object: was.object, change: 'removed' };
  return null;
}

function firstDifferentRow(
  was: Record<string, string> | undefined,
  is: Record<string, string> | undefined,
): string | undefined {
  if (was === undefined || is === undefined) return undefined;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].sort().find((key) => was[key] !== is[key]);
}
