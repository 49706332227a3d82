import { Document } from 'yaml';
import { z } from 'zod';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import initPlanSql from './init-plan.sql';
import { visibleYaml } from '../../text/yaml.ts';

/** The responsibilities a first plan starts with. They are a suggestion: the plan is yours. */
const DEFAULT_SCOPES = {
  policy: 'Owns the rules: vocabulary, grouping, limits',
  health: 'Watches integrity and coverage',
  execution: 'Carries out changes',
  render: 'Owns what is displayed and served',
  approval: 'Approves changes',
  audit: 'Verifies independently',
};

/** The part of a plan that only people can fill in: who decides. */
const WHO_RATIFIES = ` Who ratifies. Without it nothing can be asserted (profile observe). Taken from the first plan that says it; from then on these people
 change it by a request. Take the # away and name users of this Directus by e-mail:
ratification:
  profile: council                            # president and two of the council approve, the president signs; or two_person
  seats:
    president: [president@example.org]
    council: [first@example.org, second@example.org, third@example.org]`;

const Facts = z.object({
  collections: z.array(z.object({ collection: z.string(), folder: z.string().nullable(), fix: z.string().nullable() })),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
});

/**
 * Writes a first `plan.yaml` from the live project: a group per folder, every collection once, a possible owner per
 * Directus role. Nobody is made an owner of anything: that is for people to fill in.
 */
export async function initPlan(session: ReadSession, excludedTables: readonly string[] = []): Promise<string> {
  const { collections: found, roles } = parseRow(Facts, await session.query(initPlanSql, [excludedTables]));
  // In a plan * stands for any characters: what is really named so comes in with its folder, or not at all.
  const nameable = ({ collection, folder }: (typeof found)[number]) => folder !== null || !collection.includes('*');
  // What belongs to another role Directus cannot serve, and no guard can be put on it: governing it would promise what does not hold.
  const collections = found.filter((one) => nameable(one) && one.fix === null);
  const foreign = found.filter((one) => !one.collection.includes('*') && one.fix !== null);
  const leftOut = found.filter((one) => !nameable(one)).map(({ collection }) => JSON.stringify(collection));
  const folders = [...new Set(collections.flatMap(({ folder }) => folder ?? []))];
  const groupCodes = uniqueCodes('GRP-', folders);
  const ownerCodes = uniqueCodes(
    'GOV-',
    roles.map(({ name }) => name),
  );
  const namesakes = (name: string) => roles.filter((role) => role.name === name).length;
  const scopes = Object.keys(DEFAULT_SCOPES).length;

  const document = new Document({
    one_roof: 1,
    scopes: DEFAULT_SCOPES,
    owners: Object.fromEntries(
      roles.map(({ id, name }, index) => [
        ownerCodes[index] ?? id,
        { name: name || id, role: namesakes(name) === 1 && name ? name : id },
      ]),
    ),
    groups: Object.fromEntries(folders.map((folder, index) => [groupCodes[index] ?? folder, { name: folder, folder }])),
    ungrouped: collections.filter(({ folder }) => folder === null).map(({ collection }) => collection),
    ...(foreign.length > 0 ? { excluded: foreign.map(({ collection }) => collection) } : {}),
    expected: { objects: collections.length, scopes, cells: collections.length * scopes },
  });
  document.commentBefore = ` The plan of this project: what is governed, and who is to own it. Registering it asserts no owner.
 Give each group an accountable owner with \`owner: GOV-…\`, or one per scope with \`owners: { audit: GOV-… }\`.
 \`exceptions\` (collection → scope → owner), \`waivers\`, \`locked\` and \`excluded\` are described in the documentation.`;
  if (leftOut.length > 0)
    document.commentBefore += `\n Left out, because a plan cannot name what has * in its name: ${leftOut.join(', ')}`;
  if (foreign.length > 0) {
    document.commentBefore += `\n Excluded, because the table belongs to another role than Directus's own tables, so that Directus can neither serve nor guard it. As a superuser:`;
    for (const { fix } of foreign) document.commentBefore += `\n   ${fix}`;
  }
  document.comment = WHO_RATIFIES;
  return visibleYaml(document, { lineWidth: 120 });
}

/** A code per name, in order: prefix, upper case, everything else to dashes, made unique by a number. */
function uniqueCodes(prefix: string, names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const slug =
      name
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 50) || 'UNNAMED';
    for (let number = 1; ; number++) {
      const code = number === 1 ? `${prefix}${slug}` : `${prefix}${slug}-${number}`;
      if (taken.has(code)) continue;
      taken.add(code);
      return code;
    }
  });
}
