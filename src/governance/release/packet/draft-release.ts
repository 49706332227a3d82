import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ChangedCell, NamedOwner } from '../../../contract/answers/release-changes.ts';
import { GovernanceCode } from '../../../contract/vocabulary.ts';
import { fingerprint, fingerprintFormula } from '../../../database/fingerprint/fingerprint.ts';
import type { Fingerprint } from '../../../database/fingerprint/fingerprint.ts';
import { releaseScope } from '../../../database/fingerprint/scopes.ts';
import { localSearchPath, SCHEMA } from '../../../database/sql-text.ts';
import type { ReadSession, WhatIfSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { cellsChanged, keepCells, ownersOf } from './changed-cells.ts';
import draftReleaseSql from './draft-release.sql';
import { releaseFigures } from './release-figures.ts';
import type { Figures } from './release-figures.ts';
import { renderTier } from './release-source.ts';
import type { ReleaseValues } from './release-source.ts';
import { installs, tiersOfKind } from './source/source-tiers.ts';
import type { ReleaseKind } from './tiers-document.ts';

const Draft = z.strictObject({
  rows: z.array(z.strictObject({ object: z.string(), scope: z.string(), owner: z.string(), anchor: z.boolean() })),
  ended: z.array(z.strictObject({ object: z.string(), scope: z.string(), owner: z.string() })),
  waivers: z.array(
    z.strictObject({ collection: z.string(), scope: z.string(), reason: z.string(), expires_at: z.string() }),
  ),
});
const Change = z.strictObject({ id: z.number(), digest: z.string(), summary: z.array(z.string()) });

/** Rows that a release writes: owners that begin and end, waivers, and waiting changes that take effect. */
export const DraftData = Draft.extend({ changes: z.array(Change) });

const Start = z.object({
  planned: z.boolean(),
  rows_are_there: z.boolean(),
  plan_source: z.string().nullable(),
  plan_sha256: z.string().nullable(),
  changes: z.array(Change),
  installed: z.array(z.string()),
});
/** A release of the plan in force, and everything that it comes to; nothing of it is done yet. */
export interface ReleaseDraft {
  release: string;
  kind: ReleaseKind;
  data: z.infer<typeof DraftData>;
  /** The plan that it carries out, as it was written, and its sha256. */
  plan: { source: string; sha256: string };
  /** The relations that earlier releases have installed. */
  installed: string[];
  from: Figures;
  /** The figures after each tier. */
  after: readonly Figures[];
  to: Figures;
  fingerprint: { before: Fingerprint; after: Fingerprint };
  /** The required cells that it changes, all of them. */
  changed: ChangedCell[];
  /** The owners that these cells name. */
  owners: NamedOwner[];
}

const START = `
  select
    current_plan() is not null as planned,
    exists (select from governance_object_ownership) as rows_are_there,
    (select source from governance_plan order by id desc limit 1) as plan_source,
    (select source_sha256 from governance_plan order by id desc limit 1) as plan_sha256,
    (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'digest', change_digest(changes), 'summary', summary) order by id), '[]')
      from governance_proposed_change where status = 'open'
    ) as changes,
    (select coalesce(jsonb_agg(relation order by relation collate "C"), '[]') from v_release_relation) as installed`;

/**
 * Drafts a release of the plan in force, and of the changes that wait for one: works out what it has to write, then carries its tiers
 * out in a what-if and counts. Whatever the session did is to be rolled back: use the connection class what-if.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where there is no plan, or nothing to do; ONE_ROOF_BAD_REQUEST for a name that is no code.
 */
export async function draftRelease(session: WhatIfSession, release: string): Promise<ReleaseDraft> {
  if (!GovernanceCode.safeParse(release).success) throw noCode(release);
  await session.query('select begin_what_if()');
  const start = parseRow(Start, await session.query(START));
  if (!start.planned || start.plan_source === null || start.plan_sha256 === null) {
    throw refused('No plan is registered', 'a registered plan', 'none', 'Run `one-roof plan register` first.');
  }
  const kind = start.rows_are_there ? 'change' : 'foundation';

  // The changes may bring another plan into effect: what owners have to follow is known after them.
  await session.query('savepoint draft');
  for (const { id, digest } of start.changes) await session.query('select apply_waiting_change($1, $2)', [id, digest]);
  const draft = parseRow(Draft, await session.query(draftReleaseSql));
  await session.query('rollback to savepoint draft');
  const data = { ...draft, changes: start.changes };
  if (Object.values(data).every((list) => list.length === 0)) {
    throw refused(
      'There is nothing to release',
      'a difference between the plan and the database',
      'nothing',
      'The owners already match the plan.',
    );
  }

  const before = await releaseFingerprint(session);
  const from = await releaseFigures(session);
  await keepCells(session);
  const after: Figures[] = [];
  for (const tier of tiersOfKind(kind)) {
    const values = { ...valuesOf(release, data), before: after.at(-1) ?? from, after: null };
    await session.query(renderTier(tier, installs(tier, start.installed), values));
    after.push(await releaseFigures(session));
  }
  const changed = await cellsChanged(session);
  return {
    release,
    kind,
    data,
    plan: { source: start.plan_source, sha256: start.plan_sha256 },
    installed: start.installed,
    from,
    after,
    to: after.at(-1) ?? from,
    fingerprint: { before, after: await releaseFingerprint(session) },
    changed,
    owners: await ownersOf(session, changed),
  };
}

/** The values of the files of a release, but for the figures of each tier. */
export function valuesOf(
  release: string,
  { changes, ended, rows, waivers }: ReleaseDraft['data'],
): Omit<ReleaseValues, 'before' | 'after'> {
  return { release, changes: changes.map(({ id, digest }) => ({ id, digest })), ended, rows, waivers };
}

/** The fingerprint of scope `release`; unqualified names mean ours again afterwards. */
export async function releaseFingerprint(session: ReadSession): Promise<Fingerprint> {
  const taken = await fingerprint(session, await releaseScope(session));
  await session.query(localSearchPath(SCHEMA));
  return taken;
}

/** The formula of that fingerprint, and the version of PostgreSQL. */
export async function releaseFormula(session: ReadSession): Promise<Pick<Fingerprint, 'formula' | 'postgresqlMajor'>> {
  return fingerprintFormula(session, await releaseScope(session));
}

function refused(message: string, expected: string, found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', message, { subject: 'release', expected, found, fix });
}

function noCode(release: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The release needs a code', {
    subject: 'code',
    expected: 'a code of 1 to 64 letters, digits, dots, dashes or underscores, such as REL-1',
    found: release.slice(0, 80),
  });
}
