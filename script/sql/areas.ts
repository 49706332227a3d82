/**
 * The areas of the SQL, lowest first. An object refers to its own area and to lower ones only: `npm run check` refuses
 * anything else. Decision 59 tells what each is about, and how the files move into folders of these names.
 */
export const AREAS = [
  'gateway',
  'foundation',
  'progress',
  'ledger',
  'plan',
  'ownership',
  'changes',
  'scanning',
  'events',
  'requests',
  'releases',
  'guards',
  'gate',
  'execution',
  'tools',
  'attachments',
] as const;

export type Area = (typeof AREAS)[number];

/** The area of each file below `src/database/sql`. The first pattern that fits decides. */
const RULES: readonly (readonly [pattern: RegExp, area: Area])[] = [
  [/^gateway\/1[1-6]0_/, 'attachments'],
  [/^(gateway|repeatable)\//, 'gateway'],

  [/^0001_foundation\/(1[01]\d|15[0-9]|1[6-9]\d)_/, 'ledger'],
  [/^0001_foundation\//, 'foundation'],

  [/^0002_ownership\/08[6-9]_/, 'progress'],
  [/^0002_ownership\/(172|174|290|30\d|310)_/, 'plan'],
  [/^0002_ownership\/(163|3\d\d)_/, 'changes'],
  [/^0002_ownership\//, 'ownership'],

  [/^0003_scanning\/010_/, 'changes'],
  [/^0003_scanning\//, 'scanning'],

  [/^0004_events\/08[246]_/, 'requests'],
  [/^0004_events\//, 'events'],

  [/^0005_ratification\/(070_|081_release_tag|082_release_approval)/, 'progress'],
  [/^0005_ratification\/080_/, 'ledger'],
  [/^0005_ratification\/(076_release_problem|089_require_user)/, 'requests'],
  [/^0005_ratification\/(060|07\d|08\d|105)_|^0005_ratification\/103_v_signed_act/, 'releases'],
  [/^0005_ratification\//, 'requests'],

  [/^0006_tools\//, 'tools'],

  [/^0007_gate\/015_/, 'requests'],
  [/^0007_gate\/016_/, 'releases'],
  [/^0007_gate\/(05\d|06\d|07[0-2]|090)_/, 'execution'],
  [/^0007_gate\//, 'gate'],

  [/^0008_guards\//, 'guards'],

  [/^0009_ledger_triggers\/010_/, 'ledger'],
  [/^0009_ledger_triggers\/020_/, 'events'],
  [/^0009_ledger_triggers\/030_/, 'requests'],
];

/** @throws an Error for a file that belongs to no area. */
export function areaOf(file: string): Area {
  const rule = RULES.find(([pattern]) => pattern.test(file));
  if (rule === undefined) throw new Error(`${file} belongs to no area of script/sql/areas.ts`);
  return rule[1];
}

/** The place of an area in their order. */
export function rankOf(area: Area): number {
  return AREAS.indexOf(area);
}
