import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { releaseFingerprint } from '../../src/governance/release/draft-release.ts';
import { verifyRelease } from '../../src/governance/release/verify-release.ts';
import { ReleaseStage } from '../harness/release-stage.ts';

it('psql with the files of the packet comes to the same, and back', { timeout: 60_000 }, async ({ skip }) => {
  skip(spawnSync('psql', ['--version']).status !== 0, 'needs psql on this machine, found none');
  const stage = await ReleaseStage.set(inject('postgres15'));
  const { production } = stage;
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    return { status, out: stdout + stderr };
  };
  try {
    const packet = await stage.ready('REL-1');
    const file = (path: string) => join(packet.folder, 'data', path);
    const psql = (path: string) => run('psql', production.url, '-X', '-v', 'ON_ERROR_STOP=1', '-f', file(path));
    const gate = () => run('sh', file('gate_check.sh'), production.url);
    const fingerprint = async () => (await production.read(releaseFingerprint)).sha256;
    const [rehearsed] = packet.rehearsals;

    expect(gate()).toEqual({ status: 0, out: 'GATE: READY|ospa=1|gap=210\n' });
    expect(psql('verify/baseline_probe.sql').status).toBe(0);
    const applied = psql('99_run_all.sql');
    expect(applied.out).toContain('signature not verified here');
    expect(applied.out).toMatch(
      /TIER 0 PASS — preflight[^]*TIER 3 PASS — ownership seed[^]*TIER 8 PASS — verify[^]*ROLLOUT COMPLETE — ALL TIERS PASSED\n$/,
    );
    expect(applied.status).toBe(0);
    expect(await fingerprint()).toBe(rehearsed?.after_apply);
    expect(await production.read((session) => verifyRelease(session, 'REL-1'))).toMatchObject({ ok: true });
    expect(gate()).toEqual({ status: 11, out: 'GATE: APPLIED|ospa=0|gap=0\n' });

    const second = psql('99_run_all.sql');
    expect([second.status, second.out]).toEqual([3, expect.stringContaining('release REL-1 is applied already')]);
    expect(psql('30_ownership_seed.sql').out).toContain('release REL-1 is not in progress in this transaction');

    expect(psql('rollback/99_rollback_full.sql')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/ROLLBACK COMPLETE\n$/) as string,
    });
    expect(await fingerprint()).toBe(rehearsed?.before);
    expect(psql('rollback/99_rollback_full.sql').out).toMatch(/NOTHING TO DO: the release is not applied\n$/);
    expect(await fingerprint()).toBe(rehearsed?.before);
    expect(gate()).toMatchObject({ status: 10 });
  } finally {
    await stage.strike();
  }
});
