import { z } from 'zod';
import files from '../../../../../release?files';
import { OneRoofError } from '../../../../contract/errors.ts';
import { Relation, ReleaseKind } from '../tiers-document.ts';

/** A figure that a tier brings along: a column of its `figures.sql`. */
const SourceFigure = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/),
  /** Its name in the table of a packet; a figure without one is of use to programs only. */
  label: z.string().optional(),
  /** Its name in the runbook for engineers. */
  title: z.string().optional(),
});

/** `tier.json` of a folder in `release/tiers/`. */
const TierFile = z.strictObject({
  tier: z.number().int(),
  title: z.string(),
  /** The kinds of release that have this tier. */
  kinds: z.array(ReleaseKind).min(1),
  gate: z.string(),
  stop_condition: z.string(),
  figures: z.array(SourceFigure),
  /** The relations that its `relations.sql` creates, in that order. */
  relations: z.array(Relation).default([]),
});

/** A tier of this version, with the paths of its files in a packet. */
export interface SourceTier extends z.infer<typeof TierFile> {
  file: string;
  /** The file that rolls it back; null for a tier that writes nothing. */
  rollback: string | null;
}

/** The tiers of this version and the SQL that packets are rendered from. */
export interface ReleaseSource {
  tiers: readonly SourceTier[];
  /** Texts by their path in a packet, with the placeholders that renderRelease() fills in. */
  texts: Readonly<Record<string, string>>;
}

const TIER = /^tiers\/([^/]+)\/(.+)$/;

/**
 * Reads the folder `release/`: every folder in `tiers/` is a tier, and there is no other list. In a packet a tier is one file, named
 * after its folder: the files of `apply/` in the order of their names, and those of `rollback/` likewise. A tier that names relations
 * has a `relations.sql` that creates them: what adopts and removes them is rendered, so that no tier can forget it.
 *
 * @throws Error for a folder that is no tier, a number or relation that two tiers have, or a figure that two tiers count.
 */
function readSource(found: Readonly<Record<string, string>>): ReleaseSource {
  const texts = Object.fromEntries(Object.entries(found).filter(([path]) => !path.startsWith('tiers/')));
  const folders = [...new Set(Object.keys(found).flatMap((path) => TIER.exec(path)?.[1] ?? []))].sort();
  const tiers = folders.map((folder) => {
    const inside = (part: string) =>
      Object.keys(found)
        .filter((path) => path.startsWith(`tiers/${folder}/${part}/`))
        .sort()
        .map((path) => found[path] ?? '');
    const described = TierFile.parse(JSON.parse(found[`tiers/${folder}/tier.json`] ?? 'null'));
    const [apply, rollback] = [inside('apply'), [...inside('rollback'), ...removal(described)]];
    if (apply.length === 0) throw new Error(`tier ${folder} has no file in apply/`);
    const tier: SourceTier = {
      ...described,
      file: `${folder}.sql`,
      rollback: rollback.length === 0 ? null : `rollback/${folder}.sql`,
    };
    const creation = found[`tiers/${folder}/relations.sql`];
    if ((creation === undefined) !== (tier.relations.length === 0))
      throw new Error(`tier ${folder} names relations that its relations.sql creates, or has neither`);
    if (creation !== undefined) texts[creationOf(tier)] = adoption(tier, creation);
    texts[tier.file] = apply.join('\n');
    if (tier.rollback !== null) texts[tier.rollback] = rollback.join('\n');
    return tier;
  });
  tiers.sort((one, other) => one.tier - other.tier);
  requireDistinct(
    'number of a tier',
    tiers.map(({ tier }) => String(tier)),
  );
  requireDistinct(
    'relation',
    tiers.flatMap(({ relations }) => relations.map(({ name }) => name)),
  );
  requireDistinct(
    'figure',
    tiers.flatMap(({ figures }) => figures.map(({ name }) => name)),
  );
  return { tiers, texts };
}

/** The path of what creates the relations of a tier, among the texts: in a packet it stands at the head of the tier. */
export function creationOf({ file }: Pick<SourceTier, 'file'>): string {
  return `relations/${file}`;
}

function adoption({ tier }: SourceTier, creation: string): string {
  return `-- Tables and views that tier ${tier} installs.
select one_roof.assert_release_target(:'release');
${creation.replaceAll(':"schema"', 'one_roof').trimEnd()}
select one_roof.adopt_relations(:'release', ${tier}, :'relations'::jsonb);

`;
}

function removal({ tier, relations }: z.infer<typeof TierFile>): string[] {
  if (relations.length === 0) return [];
  return [
    `-- Takes away what tier ${tier} installed.
select one_roof.assert_release_rollback(:'release');
select one_roof.remove_relations(:'release', ${tier});
`,
  ];
}

function requireDistinct(what: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new Error(`release/tiers: ${what} ${twice} is there twice`);
}

/** The tiers and texts of this version. */
export const SOURCE = readSource(files);

/**
 * The tiers with these numbers, in their order.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where this version does not have one of them.
 */
export function tiersNumbered(numbers: readonly number[]): readonly SourceTier[] {
  const unknown = numbers.find((number) => !SOURCE.tiers.some(({ tier }) => tier === number));
  if (unknown === undefined) return SOURCE.tiers.filter(({ tier }) => numbers.includes(tier));
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `This version of One-Roof has no tier ${unknown}`, {
    subject: `tier ${unknown}`,
    expected: `tiers ${SOURCE.tiers.map(({ tier }) => tier).join(', ')}`,
    found: `tiers ${numbers.join(', ')}`,
    fix: 'Use the version of One-Roof that rendered the packet.',
    reason: 'other_version',
  });
}

/** The relations that a tier installs where earlier releases installed some already: all of its own, or none. */
export function installs({ relations }: SourceTier, installed: readonly string[]): readonly Relation[] {
  return relations.some(({ name }) => installed.includes(name)) ? [] : relations;
}

/** The tiers that a release of a kind has, in their order. */
export function tiersOfKind(kind: ReleaseKind): readonly SourceTier[] {
  return SOURCE.tiers.filter(({ kinds }) => kinds.includes(kind));
}
