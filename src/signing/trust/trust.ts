import type { Refused } from '../signature-problem.ts';
import type { TrustedKey } from './trust-line.ts';

/** Whose keys count. Where that cannot be told, nobody's do, and `fault` says why. */
export interface Trust {
  keys: readonly TrustedKey[];
  fault: Refused | null;
  /** There is no trust file at all, which is no fault where the policy lets people confirm each other's keys. */
  absent?: boolean;
  /** Set if keys are among these that people confirmed, which the trust file does not name; see withConfirmedKeys(). */
  pinning?: 'enrolled';
}
