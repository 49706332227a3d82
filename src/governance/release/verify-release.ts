import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { releaseFingerprint } from './packet/draft-release.ts';
import { ReleaseManifest } from './packet/packet-baseline.ts';
import { releaseFigures } from './packet/release-figures.ts';
import { verifiedStanding } from './verified-standing.ts';
import writtenRowsSql from './written-rows.sql';

const Row = z.object({
  status: z.string(),
  manifest: z.unknown(),
  exit_fingerprint: z.string().nullable(),
  left_rows: z.boolean(),
  missing: z.string().nullable(),
});

/** A release as it was read back. */
interface VerifiedRelease {
  verified: Verified[];
  ok: boolean;
  /** True if votes and signatures verify: without that, nobody has shown that people ratified it. */
  ratified: boolean;
  /** Changes since then that the release did not write: they speak neither for it nor against it. */
  life: string[];
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

const Written = z.object({ written: z.number(), broken: z.array(z.string()), life: z.array(z.string()) });

/**
 * Reads back whether a release that is applied is there as it was planned, its figures and the fingerprint (one READ ONLY snapshot), and
 * whether the votes and signatures that it rests on verify: psql carries a release out on somebody's word that they do.
 * A release that psql applied kept no fingerprint: then it is compared with the one of its draft.
 *
 * Life goes on after a release: scans, plans, later releases. Where the fingerprint is another one by now, what the release wrote is compared
 * row by row, and the rest is told and not judged.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND
 */
export async function verifyRelease(session: ReadSession, release: string, trust: Trust): Promise<VerifiedRelease> {
  const outcome = await session.query(
    `select status, plan as manifest, exit_fingerprint, release_left_rows(release_code::text) as left_rows, missing_relations(plan) as missing from governance_release where release_code::text = $1`,
    [release],
  );
  if (outcome.rows.length === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no release ${release}`, {
      subject: release,
      fix: '`one-roof release status` lists them.',
    });
  }
  const { status, manifest: kept, exit_fingerprint: exit, left_rows: leftRows, missing } = parseRow(Row, outcome);
  const manifest = readKeptManifest(release, kept);
  const figures = await releaseFigures(session);
  const { sha256 } = await releaseFingerprint(session);
  const { assertions } = parseRow(
    z.object({ assertions: z.string() }),
    await session.query('select assertions_digest() as assertions'),
  );
  const standing = await verifiedStanding(session, release, trust);
  const equal = (name: string, expected: unknown, found: unknown): Verified => ({
    name,
    expected: String(expected),
    found: String(found),
    ok: expected === found,
  });
  const left = exit ?? manifest.fingerprint.after.sha256;
  const wrote = parseRow(Written, await session.query(writtenRowsSql, [release]));
  const found = new Map(Object.entries(figures));
  const asLeft = sha256 === left;
  const verified = [
    equal('status', 'applied', status),
    ...(manifest.tiers.some(({ relations }) => relations.length > 0)
      ? [equal('relations', 'there', missing === null ? 'there' : `missing: ${missing}`)]
      : []),
    equal('rows', 'there', leftRows ? 'there' : 'gone'),
    equal('what it wrote', `${wrote.written} rows, as it left them`, writtenText(wrote)),
    ...(asLeft ? Object.entries(manifest.to).map(([name, expected]) => equal(name, expected, found.get(name))) : []),
    {
      name: 'verified votes and signatures',
      expected: `president ${standing.president_needed}, council ${standing.council_needed}, any ${standing.any_needed}, signatures 1`,
      found: standing.simulated
        ? 'simulated, on a clone'
        : `president ${standing.president}, council ${standing.council}, any ${standing.any}, signatures ${standing.signatures}${standing.confirmed ? '' : ', not confirmed by the proposer'}`,
      ok: standing.ok,
    },
  ];
  const life = asLeft
    ? []
    : [
        ...wrote.life,
        ...Object.entries(manifest.to).flatMap(([name, then]) =>
          found.get(name) === then ? [] : [`${name}: ${then} then, ${String(found.get(name))} now`],
        ),
        `fingerprint: ${left} then, ${sha256} now`,
      ];
  return { verified, life, ok: verified.every(({ ok }) => ok), ratified: standing.ok, assertions };
}

function writtenText({ written, broken }: z.infer<typeof Written>): string {
  if (broken.length === 0) return `${written} rows, as it left them`;
  return `${broken.length} that are not: ${broken.slice(0, 5).join(', ')}${broken.length > 5 ? ', …' : ''}`;
}

/** The manifest that the row of a release keeps. Anybody who may write the table can have written another one. */
function readKeptManifest(release: string, kept: unknown): ReleaseManifest {
  const { success, data, error } = ReleaseManifest.safeParse(kept);
  if (success) return data;
  const [issue] = error.issues;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `The manifest of release ${release} cannot be read`, {
    subject: release,
    expected: 'the manifest of a packet that `one-roof release build` wrote',
    found: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another form'}`,
    fix: 'Build and request the release anew.',
  });
}
