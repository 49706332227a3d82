import type { DriftClass } from '../report.ts';

/**
 * A guess of what the sealed bytes were, made by undoing a common accident on the bytes that are there now. The seal tells
 * whether it is right: its digest is that of the sealed bytes and of nothing else.
 */
export interface Repair {
  class: DriftClass;
  /** Sentence that says what happened, if the guess is right. */
  message: string;
  /** The sealed bytes, if the guess is right, as a byte string. */
  sealed: string;
}
