import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { parseRehearsal } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import { releaseFingerprint } from '../../../src/governance/release/packet/draft-release.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { emailOf } from '../../harness/council.ts';
import { REHEARSAL_TRUST } from '../../harness/releases/rehearsals.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';

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
    const psql = (path: string, ...more: string[]) =>
      run('psql', production.url, '-X', '-v', 'ON_ERROR_STOP=1', ...more, '-f', file(path));
    const trusting = (...people: ('council-1' | 'council-2' | 'president')[]) => {
      const path = join(packet.folder, '..', `trust-${people.length}`);
      const lines = people.map(
        (person) => `${emailOf(person)} namespaces="one-roof" ${stage.council.keyOf(person).line}\n`,
      );
      writeFileSync(path, [...(people.length === 0 ? [] : [`${REHEARSAL_TRUST}\n`]), ...lines].join(''));
      return path;
    };
    const everybody = trusting('council-1', 'council-2', 'president');
    const gate = (trust = everybody) => run('sh', file('gate_check.sh'), '--trust', trust, production.url);
    const fingerprint = async () => (await production.read(releaseFingerprint)).sha256;
    const rehearsed = parseRehearsal(packet.rehearsals[0]?.statement ?? '');

    // What is bound counts for nothing: nobody's key, or not everybody's, is in the file.
    for (const [trust, missing] of [
      [trusting(), 6],
      [trusting('council-1', 'council-2'), 2],
      [join(packet.folder, 'nowhere'), 6],
    ] as const) {
      const unverified = gate(trust);
      expect(unverified).toMatchObject({
        status: 10,
        out: expect.stringContaining('GATE: UNVERIFIED|ospa=1|gap=210\n') as string,
      });
      expect(unverified.out).toContain(
        `${missing} of 6 votes, signatures, permits and rehearsals do not verify with ${trust}`,
      );
    }
    const ready = gate();
    expect(ready.out).toMatch(/^GATE: READY\|ospa=1\|gap=210\nVERIFIED: [0-9a-f]{64}\n$/);
    expect(ready.status).toBe(0);
    const digest = /VERIFIED: (\w+)/.exec(ready.out)?.[1] ?? '';
    expect(await production.sql(`select one_roof.bound_acts_digest('REL-1') as digest`)).toEqual([{ digest }]);
    expect(psql('verify/baseline_probe.sql').status).toBe(0);
    for (const more of [[], ['-v', `verified=${'0'.repeat(64)}`]]) {
      expect(psql('99_run_all.sql', ...more)).toMatchObject({
        status: 3,
        out: expect.stringContaining('the signatures of release REL-1 were not verified') as string,
      });
    }
    const claim = ['-v', `verified=${digest}`];
    const applied = psql('99_run_all.sql', ...claim);
    expect(applied.out).toContain('signatures verified elsewhere, as claimed');
    expect(applied.out).toMatch(
      /TIER 0 PASS — preflight[^]*TIER 3 PASS — ownership seed[^]*TIER 8 PASS — verify[^]*ROLLOUT COMPLETE — ALL TIERS PASSED\n$/,
    );
    expect(applied.status).toBe(0);
    expect(await fingerprint()).toBe(rehearsed?.after_apply);
    expect(
      await production.sql(
        `select distinct d.reason from one_roof.governance_ledger l join one_roof.governance_ledger_detail d on d.ledger_id = l.id
         where l.relation = 'governance_object_ownership' and l.operation = 'insert'`,
      ),
    ).toEqual([{ reason: `release REL-1; signatures ${digest} verified, as operator:directus claims` }]);
    const verify = (trust = stage.council.trust) =>
      production.read((session) => verifyRelease(session, 'REL-1', trust));
    expect(await verify()).toMatchObject({ ok: true, ratified: true });
    // Afterwards too: what rests on keys that nobody pinned was ratified by nobody, as far as anybody can show.
    expect(await verify({ keys: [], fault: null })).toMatchObject({ ok: false, ratified: false });
    expect(gate()).toEqual({ status: 11, out: 'GATE: APPLIED|ospa=0|gap=0\n' });

    const second = psql('99_run_all.sql', ...claim);
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
