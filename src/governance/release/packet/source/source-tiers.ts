import { z } from 'zod';
import files from '../../../../../release?files';
import { OneRoofError } from '../../../../contract/errors.ts';
import { ReleaseKind } from '../tiers-document.ts';

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
 * after its folder: the files of `apply/` in the order of their names, and those of `rollback/` likewise.
 *
 * @throws Error for a folder that is no tier, a number that two tiers have, or a figure that two tiers count.
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
    const [apply, rollback] = [inside('apply'), inside('rollback')];
    if (apply.length === 0) throw new Error(`tier ${folder} has no file in apply/`);
    const tier: SourceTier = {
      ...TierFile.parse(JSON.parse(found[`tiers/${folder}/tier.json`] ?? 'null')),
      file: `${folder}.sql`,
      rollback: rollback.length === 0 ? null : `rollback/${folder}.sql`,
    };
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
    'figure',
    tiers.flatMap(({ figures }) => figures.map(({ name }) => name)),
  );
  return { tiers, texts };
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

/** The tiers that a release of a kind has, in their order. */
export function tiersOfKind(kind: ReleaseKind): readonly SourceTier[] {
  return SOURCE.tiers.filter(({ kinds }) => kinds.includes(kind));
}
