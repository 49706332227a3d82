import { releaseFingerprint } from '../../../src/governance/release/packet/draft-release.ts';
import { releaseFigures } from '../../../src/governance/release/packet/release-figures.ts';
import type { ReadSession, SessionSource } from '../../../src/database/sessions/session.ts';

/** A release as a request names it. */
interface DraftedRelease {
  release: string;
  packet: string;
  /** sha256 of the plan that it carries out. */
  plan: string;
}

/**
 * Drafts a release, where there is none of that code: a request is about one that exists. It begins from the database as it is, and there
 * is no packet that could carry it out.
 */
export async function draftStandIn(
  { sessions }: { sessions: SessionSource },
  { release, packet, plan }: DraftedRelease,
): Promise<void> {
  await sessions.use(async (raw) => {
    const session = raw as ReadSession;
    await session.query(`begin; set local search_path = one_roof; set local one_roof.reason = 'a test'`);
    const { rowCount } = await session.query('select from governance_release where release_code = $1', [release]);
    if (rowCount === 0) {
      const figures = await releaseFigures(session);
      const { sha256, formula, postgresqlMajor } = await releaseFingerprint(session);
      const before = { sha256, formula, postgresql_major: postgresqlMajor };
      await session.query(
        `insert into governance_release (release_code, packet_tree_sha256, plan, created_by) values ($1, $2, $3, 'test')`,
        [
          release,
          packet,
          JSON.stringify({
            kind: 'foundation',
            plan_sha256: plan,
            tiers: [],
            from: figures,
            to: figures,
            fingerprint: { before, after: before },
          }),
        ],
      );
    }
    await session.query('commit');
  });
}
