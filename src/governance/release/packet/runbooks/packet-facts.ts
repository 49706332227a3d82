import type { ReleaseChanges } from '../../../../contract/answers/release-changes.ts';
import type { Deltas, ReleaseKind, Tier } from '../tiers-document.ts';

/** What a release packet says about itself: what its texts for people are made of. */
export interface PacketFacts {
  release: string;
  kind: ReleaseKind;
  /** What it is about, in one line; for a foundation, what the plan comes to. */
  title: string;
  /** What the whole release does to the figures, and what it is about. */
  counts: PacketCounts;
  /** The cells that change: what people sign. */
  changes: ReleaseChanges;
  tiers: readonly Tier[];
  /** Paths of all files of the payload, texts for people included, sorted. */
  files: readonly string[];
  /** The command that takes the release back. */
  rollbackCommand: string;
  /** The day it was built, `YYYY-MM-DD`. */
  created: string;
}

interface PacketCounts extends Deltas {
  /** Required objects, active scopes, and the cells they make. */
  objects: number;
  scopes: number;
  cells: number;
  /** Owner rows that the release writes. */
  rows: number;
}
