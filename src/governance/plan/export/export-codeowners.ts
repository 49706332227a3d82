import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import exportCodeownersSql from './export-codeowners.sql';
import { codeowners, codeownersComment, codeownersRule } from '../../../text/codeowners.ts';
import type { Codeowners, CodeownersLine } from '../../../text/codeowners.ts';

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
  owners: z.array(z.object({ owner: z.string(), planned: z.boolean(), names: z.array(z.string()) })),
});
type Line = z.infer<typeof Line>;

/**
 * The owners as a CODEOWNERS file: one line per governed collection (a comment where there is nobody, or no pattern for its path), for repositories that keep a file per collection. Who
 * answers for a collection stands there, and where nobody does, the planned owner.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if the path does not tell collections apart; ONE_ROOF_NOT_FOUND for an unknown scope.
 */
export async function exportCodeowners(session: ReadSession, form: CodeownersForm): Promise<Codeowners> {
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
  const { lines } = parseRow(
    z.object({ lines: z.array(Line) }),
    await session.query(exportCodeownersSql, [form.scope]),
  );
  const planned = lines.filter(({ owners }) => owners.some((owner) => owner.planned)).length;
  return codeowners([
    codeownersComment('Who answers for which collection. Written by `one-roof plan export --codeowners`; do not edit.'),
    ...(planned > 0 ? [codeownersComment(`Planned, not ratified: ${planned} of ${lines.length} collections.`)] : []),
    ...lines.map((line) => lineOf(line, form)),
  ]);
}

function lineOf({ collection, owners }: Line, form: CodeownersForm): CodeownersLine {
  // A slash in front: from the root of the repository, nowhere else.
  const path = `/${form.path.replace(/^\//, '').replaceAll('{collection}', () => collection)}`;
  const names = [...new Set(owners.flatMap((owner) => namesOf(owner, form)))];
  if (names.length > 0) return codeownersRule(path, names);
  const why =
    owners.length === 0
      ? 'nobody owns it'
      : `${owners.map(({ owner }) => owner).join(', ')}: no codeowners in the plan`;
  return codeownersComment(`${path}  ${why}`);
}

function namesOf({ owner, names }: Line['owners'][number], form: CodeownersForm): string[] {
  if (names.length > 0 || form.owner === null) return names;
  return form.owner
    .replaceAll('{owner}', () => owner)
    .split(' ')
    .filter((name) => name !== '');
}
