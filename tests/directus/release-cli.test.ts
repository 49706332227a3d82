import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { databaseSettings } from '../../hosts/directus.ts';
import { runOneRoof } from '../../hosts/one-roof-cli.ts';
import { readPacket } from '../../src/governance/release/read-packet.ts';
import { emailOf } from '../harness/council.ts';
import { ReleaseStage } from '../harness/release-stage.ts';

// The journey of a release at the command line, from a plan that is registered to owners who answer, and back.

const folder = mkdtempSync(join(tmpdir(), 'one-roof-release-'));
const packet = join(folder, 'REL-1');
const trustFile = join(folder, 'trusted');
let stage: ReleaseStage;

beforeAll(async () => {
  writeFileSync(trustFile, '', { mode: 0o600 });
  stage = await ReleaseStage.set(inject('postgres15'));
});
afterAll(async () => {
  await stage.strike();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]) =>
  runOneRoof(
    inject('extension'),
    {
      PATH: process.env['PATH'],
      ...databaseSettings(stage.production.url),
      ONE_ROOF_TRUST_FILE: trustFile,
      ONE_ROOF_SESSION: 'session-council-1',
    },
    args,
  );
const said = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await cli(...args);
  return `${String(exitCode)} ${stdout}${stderr}`;
};

it('plan, build, lint, rehearse, request, authorize, apply, verify, rollback', { timeout: 120_000 }, async () => {
  expect(await said('release', 'status')).toMatch(/^0 No release yet/);
  expect(await said('release', 'plan', 'REL-1')).toMatch(/^0 REL-1 would be a foundation: \d+ owner rows begin/);
  expect(await said('release', 'build', 'REL-1', packet)).toMatch(/^0 Built /);
  expect(await said('release', 'lint', packet)).toMatch(/^0 /);
  expect(await said('release', 'rehearse', packet, '--on', stage.production.name)).toMatch(
    /^3 one-roof: Database .* is not a proven clone/,
  );
  expect(await said('release', 'rehearse', packet, '--on', stage.clone.name)).toMatch(/^0 Rehearsed REL-1 on directus_gov_test_/);
  expect(await said('release', 'request', packet, '--as', emailOf('clerk'), '--reason', 'owners')).toMatch(
    /^0 Asked for REL-1 as APR-REL-1 \(pending\)/,
  );
  expect(await said('gate', '--quiet', '--release', 'REL-1')).toBe('10 BLOCKED\n');
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(/^3 one-roof: release REL-1 is not ratified/);
  await stage.ratify(await readPacket(packet));
  expect(await said('gate', '--release', 'REL-1')).toContain('key_unpinned;');
  const lines = stage.council.trust.keys.map(({ principals, key }) => `${principals.join(',')} namespaces="one-roof" ${key.line}\n`);
  writeFileSync(trustFile, lines.join(''), { mode: 0o600 });
  expect(await said('gate', '--quiet', '--release', 'REL-1')).toBe('0 READY\n');
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(
    /^3 one-roof: release REL-1 has no window: none was granted/,
  );
  expect(await said('release', 'authorize', 'REL-1')).toMatch(
    /^0 council-1@example.com allows operator:directus one run of REL-1, tiers 0, 3, 8/,
  );
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1', '--dry-run')).toMatch(/^0 [^]*DRY RUN/);

  const applied = await cli('--json', 'release', 'apply', packet, '--request', 'APR-REL-1');
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(applied.stdout)).toMatchObject({ release: 'REL-1', dry_run: false, figures: { gap: 0 } });
  expect(await said('gate')).toMatch(/^11 GATE: APPLIED REL-1\|/);
  expect(await said('release', 'verify', 'REL-1')).toMatch(/^0 [^]*REL-1 is there, as it was planned/);
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(/^3 one-roof: release REL-1 is applied already/);
  expect(await said('release', 'rollback', packet, '--reason', 'back')).toMatch(/^0 [^]*ROLLBACK COMPLETE/);
  expect(await said('release', 'rollback', packet, '--reason', 'back')).toMatch(/^0 Nothing to do: REL-1 is not applied/);
  expect(await said('release', 'verify', 'REL-1')).toMatch(/^3 /);
  expect(await said('release', 'status', 'REL-1')).toMatch(/^0 [^]*rolled_back/);
});
