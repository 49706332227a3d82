import type { ReleaseChanges } from '../../../../contract/answers/release-changes.ts';
import type { Delta, ReleaseKind, Tier } from '../tiers-document.ts';

/** Facts about a release packet, of which its texts for people are made. */
export interface PacketFacts {
  release: string;
  kind: ReleaseKind;
  /** Its subject in one line; for a foundation, the totals of the plan. */
  title: string;
  /** Totals of the whole release. */
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

/** A figure that people are shown. */
interface ShownFigure extends Delta {
  /** Its name in the table of a packet. */
  label: string;
  /** Its name in the runbook for engineers. */
  title: string;
}

interface PacketCounts {
  figures: readonly ShownFigure[];
  /** Required cells that nobody owns. */
  gap: Delta;
  /** Required objects, active scopes, and the cells they make. */
  objects: number;
  scopes: number;
  cells: number;
  /** Owner rows that the release writes. */
  rows: number;
}
