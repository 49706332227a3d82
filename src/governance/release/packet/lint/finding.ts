import type { WrittenPlan } from '../../../plan/read-plan.ts';
import type { TiersDocument } from '../tiers-document.ts';
import type { SqlFile } from './sql-file.ts';

/** The plan in a packet. */
export const PLAN = 'plan.yaml';

/** The list of the tiers in a packet. */
export const TIERS = 'tiers.json';

/** One thing that is wrong with a packet. Lines count from 1; null: it is about the file as a whole. */
export interface Finding {
  /** The rule that found it, by the name that docs/release-lint.md explains. */
  rule: string;
  file: string;
  line: number | null;
  message: string;
  expected: string;
  found: string;
  fix: string;
}

/** Facts about the plan out of the database, as plain values. */
export interface LintFacts {
  /** Dead owners, and why (v_dead_owner). */
  deadOwners: readonly { owner: string; reason: string }[];
  /** Scopes none of whose required cells has an owner, or would have one. */
  scopesWithoutOwner: readonly { scope: string; cells: number }[];
}

/** A packet as the rules see it. */
export interface LintedPacket {
  /** The payload: path → bytes. */
  files: ReadonlyMap<string, Uint8Array>;
  /** `tiers.json`; where it cannot be read, one without tiers. */
  tiers: Pick<TiersDocument, 'kind' | 'tiers'>;
  /** Every SQL file of the payload, parsed. */
  sql: ReadonlyMap<string, SqlFile>;
  plan: WrittenPlan;
  facts: LintFacts;
}

/** A rule for packets: the default export of a file in `rules/`, which is all that adds it to the lint. */
export type Rule = (packet: LintedPacket) => Finding[];

/** A finding at a line. */
export function findingAt(
  rule: string,
  file: string,
  line: number | null,
  says: Pick<Finding, 'message' | 'expected' | 'found' | 'fix'>,
): Finding {
  return { rule, file, line, ...says };
}
