import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { ASSERTED } from '../../database/fingerprint/scopes.ts';
import type { Session } from '../../database/session.ts';
import { parseRow } from '../parse-rows.ts';
import { releaseFingerprint } from './draft-release.ts';
import { ReleasePlan } from './packet-baseline.ts';
import { releaseFigures } from './release-figures.ts';

const Row = z.object({
  status: z.string(),
  plan: ReleasePlan,
  exit_fingerprint: z.string().nullable(),
  left_rows: z.boolean(),
});

/** What was read back of a release. */
interface VerifiedRelease {
  verified: Verified[];
  ok: boolean;
  /** The digest of everything that is asserted: equal on PostgreSQL of any major version, where a fingerprint is not. */
  assertions: string;
}

/** One thing that was read back. */
interface Verified {
  name: string;
  expected: string;
  found: string;
  ok: boolean;
}

/**
 * Reads back whether a release that is applied is there as it was planned: its figures and the fingerprint (one READ ONLY snapshot).
 * Where psql carried it out no fingerprint was kept: then it is compared with what building it came to.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND
 */
export async function verifyRelease(session: Session, release: string): Promise<VerifiedRelease> {
  const outcome = await session.query(
    `select status, plan, exit_fingerprint, release_left_rows(release_code::text) as left_rows from governance_release where release_code::text = $1`,
    [release],
  );
  if (outcome.rows.length === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no release ${release}`, {
      subject: release,
      fix: '`one-roof release status` lists them.',
    });
  }
  const { status, plan, exit_fingerprint: exit, left_rows: leftRows } = parseRow(Row, outcome);
  const figures = await releaseFigures(session);
  const { sha256 } = await releaseFingerprint(session);
  const { assertions } = parseRow(
    z.object({ assertions: z.string() }),
    await session.query('select assertions_digest($1) as assertions', [JSON.stringify(ASSERTED)]),
  );
  const equal = (name: string, expected: unknown, found: unknown): Verified => ({
    name,
    expected: String(expected),
    found: String(found),
    ok: expected === found,
  });
  const verified = [
    equal('status', 'applied', status),
    equal('rows', 'there', leftRows ? 'there' : 'gone'),
    ...Object.entries(plan.to).map(([name, expected]) => equal(name, expected, new Map(Object.entries(figures)).get(name))),
    equal('fingerprint', exit ?? plan.fingerprint.after.sha256, sha256),
  ];
  return { verified, ok: verified.every(({ ok }) => ok), assertions };
}
