import type { WrittenPlan } from '../../../plan/read-plan.ts';
import type { TiersDocument } from '../tiers-document.ts';
import type { SqlFile } from './sql-file.ts';

/** What a packet can be found to be. docs/release-lint.md says what each means. */
export type RuleName =
  | 'tiers_document'
  | 'unparsable_statement'
  | 'destructive_statement'
  | 'transaction_control'
  | 'missing_guard'
  | 'missing_rollback'
  | 'missing_assertion'
  | 'lock_level'
  | 'forbidden_token'
  | 'dead_owner'
  | 'scope_without_owner'
  | 'count_mismatch';

/** One thing that is wrong with a packet. Lines count from 1; null: it is about the file as a whole. */
export interface Finding {
  rule: RuleName;
  file: string;
  line: number | null;
  message: string;
  expected: string;
  found: string;
  fix: string;
}

/** What the database says about the plan, as plain values. */
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

export type Rule = (packet: LintedPacket) => Finding[];

/** A finding at a line. */
export function findingAt(
  rule: RuleName,
  file: string,
  line: number | null,
  says: Pick<Finding, 'message' | 'expected' | 'found' | 'fix'>,
): Finding {
  return { rule, file, line, ...says };
}
