import { isDeepStrictEqual } from 'node:util';
import { OneRoofError } from '../../../contract/errors.ts';
import { packetFiles } from './packet-files.ts';
import { CONTENTS, RENDERER } from './release-contents.ts';
import type { ReleaseContents } from './release-contents.ts';
import { tiersOfKind } from './source/source-tiers.ts';

/**
 * Insists that a packet is what this version renders from its contents and its plan: the same files, and every byte of them. So nobody
 * can have written SQL, a runbook or a script into it.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED: `other_version` where another version rendered it, `not_rendered` with the first file
 *   that differs.
 */
export function requireRendered(
  payload: ReadonlyMap<string, Uint8Array>,
  contents: ReleaseContents,
  plan: string,
): void {
  requireThisVersion(contents);
  const { release } = contents;
  const { files } = packetFiles(contents, plan);
  const odd =
    (isWhole(contents) ? undefined : CONTENTS) ??
    [...files].find(([path, text]) => !Buffer.from(text, 'utf8').equals(payload.get(path) ?? Buffer.of()))?.[0] ??
    [...payload.keys()].find((path) => !files.has(path));
  if (odd === undefined) return;
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The packet of release ${release} differs from what its data render to: ${odd}`,
    {
      subject: odd,
      expected: files.has(odd) ? `the bytes that this version renders from ${CONTENTS} and plan.yaml` : 'no such file',
      found: payload.has(odd) ? 'other bytes' : 'no such file',
      fix: 'Build it again with `one-roof release build`: a packet is rendered and must not be edited.',
      reason: 'not_rendered',
    },
  );
}

/**
 * Insists that this version rendered a packet. What does not say so passes here.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED: `other_version`.
 */
export function requireThisVersion(named: Pick<ReleaseContents, 'release' | 'rendered_by'> | undefined): void {
  if (named === undefined || named.rendered_by === RENDERER) return;
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The packet of release ${named.release} was rendered by another version`,
    {
      subject: CONTENTS,
      expected: `version ${RENDERER}, which is this one: it can only check what it renders itself`,
      found: `version ${named.rendered_by}`,
      fix: 'Build it again with `one-roof release build`, under another release code.',
      reason: 'other_version',
    },
  );
}

/** Tells whether the contents have every tier of their kind, and every figure of these tiers before and after each of them. */
function isWhole({ kind, tiers, from, after }: ReleaseContents): boolean {
  const wanted = tiersOfKind(kind);
  const figures = wanted.flatMap((tier) => tier.figures.map(({ name }) => name)).sort();
  return (
    isDeepStrictEqual(
      tiers,
      wanted.map(({ tier }) => tier),
    ) && [from, ...after].every((counted) => isDeepStrictEqual(Object.keys(counted).sort(), figures))
  );
}
