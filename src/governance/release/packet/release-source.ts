import { OneRoofError } from '../../../contract/errors.ts';
import { WORD_LIST } from '../../../signing/digest-words.ts';
import { visibleJson } from '../../../text/terminal.ts';
import { creationOf, SOURCE } from './source/source-tiers.ts';
import type { SourceTier } from './source/source-tiers.ts';
import type { Relation } from './tiers-document.ts';

/** Values of the placeholders in the files. */
export interface ReleaseValues {
  release: string;
  /** JSON: the figures before and after a tier; null where they are not known yet. */
  before: unknown;
  after: unknown;
  changes: unknown;
  ended: unknown;
  rows: unknown;
  waivers: unknown;
  /** The relations that the tier installs. */
  relations?: readonly Relation[];
}

/**
 * Fills the values into a file of a packet: `:'name'`, as psql writes a variable, becomes a literal. Other variables are left to
 * psql.
 */
export function renderRelease(path: string, values: ReleaseValues): string {
  const text = SOURCE.texts[path];
  if (text === undefined)
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no file ${path} among the tiers of this version`);
  const literals = new Map(
    Object.entries({ ...values, words: WORD_LIST }).map(([name, value]) => [name, literal(value)]),
  );
  return text.replaceAll(/:'([a-z]+)'/g, (placeholder, name: string) => literals.get(name) ?? placeholder);
}

/** Renders a tier as it is in a packet: what creates the relations that it installs stands before everything else. */
export function renderTier(tier: SourceTier, relations: readonly Relation[], values: ReleaseValues): string {
  const creation = relations.length === 0 ? '' : renderRelease(creationOf(tier), { ...values, relations });
  return `${creation}${renderRelease(tier.file, values)}`;
}

/** A value as SQL: a list with a line for each of its elements, so that people can read it. */
function literal(value: unknown): string {
  if (value === null) return 'null';
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? `[${value.map((element) => `\n  ${visibleJson(element)}`).join(',')}${value.length > 0 ? '\n' : ''}]`
        : visibleJson(value);
  // Read the same whatever standard_conforming_strings is set to.
  const quoted = text.replaceAll("'", "''");
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** The line of a file that runs all tiers, in place of which the steps of each tier stand. */
const EACH_TIER = '-- :tiers\n';

/** `99_run_all.sql`: the tiers in their order, each in its savepoint. */
export function runAll(tiers: readonly SourceTier[], values: ReleaseValues): string {
  const steps = tiers.map(
    ({ tier, title, file }) =>
      `savepoint tier_${tier};\n\\ir ${file}\nselect one_roof.end_tier();\nrelease savepoint tier_${tier};\n\\echo 'TIER ${tier} PASS — ${title}'\n`,
  );
  return renderRelease('99_run_all.sql', values).replace(EACH_TIER, () => steps.join(''));
}

/** `rollback/99_rollback_full.sql`: the rollback of each tier, the last tier first. */
export function rollbackAll(tiers: readonly SourceTier[], values: ReleaseValues): string {
  const steps = tiers.flatMap(({ tier, rollback }) => {
    if (rollback === null) return [];
    const file = rollback.replace(/^rollback\//, '');
    return [
      `savepoint rollback_${tier};\n\\ir ${file}\nselect one_roof.end_tier();\nrelease savepoint rollback_${tier};\n`,
    ];
  });
  return renderRelease('rollback/99_rollback_full.sql', values).replace(EACH_TIER, () => steps.reverse().join(''));
}
