import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Session } from '../../database/session.ts';
import { parseRow } from '../parse-rows.ts';
import exportCodeownersSql from './export-codeowners.sql';

export interface CodeownersForm {
  /** The file of a collection; `{collection}` stands for its name. */
  path: string;
  /** Whom an owner is whose plan names no `codeowners`, such as `@acme/{owner}`; null: nobody. */
  owner: string | null;
  /** Only owners of this scope; null: of every scope. */
  scope: string | null;
}

const Line = z.object({
  collection: z.string(),
  owners: z.array(z.object({ owner: z.string(), proposed: z.boolean(), names: z.array(z.string()) })),
});
type Line = z.infer<typeof Line>;

/**
 * The owners as a CODEOWNERS file: one line per governed collection, for repositories that keep a file per collection. Who
 * answers for a collection stands there, and where nobody does, who is proposed.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if the path does not tell collections apart; ONE_ROOF_NOT_FOUND for an unknown scope.
 */
export async function exportCodeowners(session: Session, form: CodeownersForm): Promise<string> {
  if (!form.path.includes('{collection}')) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'the path of a collection has {collection} in it', {
      subject: 'path',
      found: form.path,
    });
  }
  await session.query(
    `select require_named($1::text is null or exists (select from plan_scope(current_plan()) where code = $1), 'scope', $1)`,
    [form.scope],
  );
  const { lines } = parseRow(z.object({ lines: z.array(Line) }), await session.query(exportCodeownersSql, [form.scope]));
  const proposed = lines.filter(({ owners }) => owners.some((owner) => owner.proposed)).length;
  return [
    '# Who answers for which collection. Written by `one-roof plan export --codeowners`; do not edit.',
    ...(proposed > 0 ? [`# Proposed, not ratified: ${proposed} of ${lines.length} collections.`] : []),
    ...lines.map((line) => lineText(line, form)),
    '',
  ].join('\n');
}

function lineText({ collection, owners }: Line, form: CodeownersForm): string {
  // A slash in front: from the root of the repository, nowhere else.
  const path = pattern(`/${form.path.replace(/^\//, '').replaceAll('{collection}', () => collection)}`);
  const names = [...new Set(owners.flatMap((owner) => namesOf(owner, form)))];
  if (names.length > 0) return `${path} ${names.join(' ')}`;
  if (owners.length === 0) return `# ${path}  nobody owns it`;
  return `# ${path}  ${owners.map(({ owner }) => owner).join(', ')}: no codeowners in the plan`;
}

function namesOf({ owner, names }: Line['owners'][number], form: CodeownersForm): string[] {
  if (names.length > 0 || form.owner === null) return names;
  return [form.owner.replaceAll('{owner}', () => owner)];
}

/** A path as a pattern that means only itself. */
function pattern(path: string): string {
  return path.replace(/[\\\s#*?![\]]/g, (character) => `\\${character}`);
}
