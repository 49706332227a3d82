import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneWrite } from '../src/database/connection-classes.ts';
import { beginAct } from '../src/governance/begin-act.ts';
import { buildPacket } from '../src/governance/release/build-packet.ts';
import { draftRelease } from '../src/governance/release/draft-release.ts';
import type { ReleaseDraft } from '../src/governance/release/draft-release.ts';
import { readPacket } from '../src/governance/release/read-packet.ts';
import type { ReleasePacket } from '../src/governance/release/read-packet.ts';
import { runRelease, runRollback } from '../src/governance/release/run-release.ts';
import { simulateApproval } from '../src/governance/release/simulate-approval.ts';
import { step } from '../script/setup/step.mjs';
import { makeOneRoofTemplate } from '../tests/harness/one-roof-template.ts';
import { TestDatabase } from '../tests/harness/test-database.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

const BY = { actor: 'operator:bench', actorKind: 'operator' } as const;
const ROUNDS = { rounds: 7, warmUp: 1 };

/**
 * The reference release on a clone, applied and taken back: by the executor, with its fingerprints and locks, beside the same files run by
 * psql, which takes no fingerprints. Each round has a packet of its own, because a release code is used once.
 */
export async function benchRelease(server: TestServer): Promise<void> {
  if (spawnSync('psql', ['--version']).status !== 0) {
    process.stdout.write('\nReleases: skipped, there is no psql on this machine\n');
    return;
  }
  await makeOneRoofTemplate(server);
  const db = await (await TestDatabase.create(server, 'one_roof_reference')).declare('clone');
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-release-'));
  try {
    const draft = await db.whatIf((session) => draftRelease(session, 'REL'));
    const packets = await step('Building packets', () => packetsOf(draft, folder, 4 * (ROUNDS.rounds + ROUNDS.warmUp)));
    const next = () => {
      const packet = packets.pop();
      if (packet === undefined) throw new Error('no packet is left');
      return packet;
    };
    const psql = (packet: ReleasePacket, file: string) => {
      const { status, stderr } = spawnSync('psql', [db.url, '-X', '-f', join(packet.folder, 'data', file)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    };
    const timed = async (work: () => unknown) => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    const apply = (packet: ReleasePacket) =>
      acting(db, 'release.apply', (session) => runRelease(session, packet, { ...packet.plan.fingerprint, source: 'the packet' }));
    const rollBack = (packet: ReleasePacket) => acting(db, 'release.rollback', (session) => runRollback(session, packet));
    const approved = async () => {
      const packet = next();
      await acting(db, 'release.rehearse', (session) => simulateApproval(session, packet, 'bench'));
      return packet;
    };

    const rollouts = await measure(
      {
        psql: async () => {
          const packet = await approved();
          const took = await timed(() => psql(packet, '99_run_all.sql'));
          await rollBack(packet);
          return took;
        },
        executor: async () => {
          const packet = await approved();
          const took = await timed(() => apply(packet));
          await rollBack(packet);
          return took;
        },
      },
      ROUNDS,
    );
    report('Rollout of the reference release', rollouts, { executor: 3000 });
    const rollbacks = await measure(
      {
        psql: async () => {
          const packet = await approved();
          await apply(packet);
          return timed(() => psql(packet, 'rollback/99_rollback_full.sql'));
        },
        executor: async () => {
          const packet = await approved();
          await apply(packet);
          return timed(() => rollBack(packet));
        },
      },
      ROUNDS,
    );
    report('Rollback of the reference release', rollbacks, { executor: 2000 });
    process.stdout.write('  sqitch: skipped, this benchmark has no project for it yet\n');
  } finally {
    await db.drop();
    rmSync(folder, { recursive: true });
  }
}

function acting<Result>(db: TestDatabase, action: string, work: Parameters<typeof cloneWrite<Result>>[1]): Promise<Result> {
  return cloneWrite(db.sessions, async (session) => {
    await beginAct(session, { ...BY, action, reason: 'benchmark' });
    return work(session);
  });
}

async function packetsOf(draft: ReleaseDraft, folder: string, count: number): Promise<ReleasePacket[]> {
  const packets: ReleasePacket[] = [];
  for (let round = 0; round < count; round++) {
    const release = `REL-${round}`;
    await buildPacket({ ...draft, release }, join(folder, release), { created: '2026-01-02' });
    packets.push(await readPacket(join(folder, release)));
  }
  return packets;
}
