import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { ReleaseDetail, ReleaseSummary } from '../../contract/answers/release.ts';
import type { Query } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { keysetPage } from '../ownership/keyset-page.ts';
import type { List, Page } from '../ownership/keyset-page.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { signedChanges } from '../ratification/requests/signed-changes.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';
import readReleaseSql from './read-release.sql';

const releases = {
  view: 'v_release',
  columns: Object.fromEntries(Object.keys(ReleaseSummary.shape).map((name) => [name, name])),
  sorts: { created_at: ['created_at'], release: ['release'] },
  key: ['release'],
  filters: {},
  row: ReleaseSummary,
} satisfies List<typeof ReleaseSummary>;

/** The releases, page by page. */
export async function listReleases(
  session: ReadSession,
  query: Query<'releases'>,
  trust: Trust,
): Promise<Page<ReleaseSummary>> {
  await countVerified(session, trust);
  return keysetPage(session, releases, query);
}

const Row = ReleaseDetail.omit({ verify_command: true, rollback_command: true, changes: true }).extend({
  proposed_action: z.record(z.string(), z.unknown()).nullable(),
});

/** One release, whole. @throws OneRoofError ONE_ROOF_NOT_FOUND */
export async function readRelease(
  session: ReadSession,
  { code }: Query<'release'>,
  trust: Trust,
): Promise<ReleaseDetail> {
  await countVerified(session, trust);
  const outcome = await session.query(readReleaseSql, [code]);
  if (outcome.rows.length === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no release ${code}`, {
      subject: code,
      fix: '`one-roof release status` lists them.',
    });
  }
  const { proposed_action: proposed, ...release } = parseRow(Row, outcome);
  return {
    ...release,
    changes: proposed === null ? null : signedChanges(proposed),
    verify_command: `one-roof release verify ${code}`,
    rollback_command: 'one-roof release rollback PACKET --reason "…"',
  };
}
