import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { databaseSettings } from '../../../hosts/directus.ts';
import { runOneRoof } from '../../../hosts/one-roof-cli.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { emailOf } from '../../harness/council.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';

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
    { PATH: process.env['PATH'], ...databaseSettings(stage.production.url), ONE_ROOF_TRUST_FILE: trustFile },
    args,
  );
/** On a machine that knows of no database. */
const alone = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await runOneRoof(inject('extension'), { PATH: process.env['PATH'] }, args);
  return `${String(exitCode)} ${stdout}${stderr}`;
};
const said = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await cli(...args);
  return `${String(exitCode)} ${stdout}${stderr}`;
};

it('plan, build, lint, rehearse, request, permit, apply, verify, rollback', { timeout: 120_000 }, async () => {
  expect(await said('release', 'status')).toMatch(/^0 No release yet/);
  expect(await said('release', 'plan', 'REL-1')).toMatch(/^0 REL-1 would be a foundation: \d+ owner rows begin/);
  expect(await said('release', 'build', 'REL-1', packet)).toMatch(
    /^0 Built [^]*\nNext: one-roof release rehearse \S+ --on CLONE --key FILE\n/,
  );
  expect(await said('release', 'lint', packet)).toMatch(/^0 /);
  expect(await said('release', 'rehearse', packet, '--on', stage.production.name)).toMatch(
    /^3 one-roof: Database .* is not a proven clone/,
  );
  // Unsigned, or by a key that the trust file does not name, a rehearsal counts for nothing, and says what it lacks.
  const rehearse = (...key: string[]) => said('release', 'rehearse', packet, '--on', stage.clone.name, ...key);
  const unsigned = await rehearse();
  expect(unsigned).not.toContain('Next: one-roof release request');
  expect(unsigned).toMatch(
    /^0 Rehearsed REL-1 on directus_gov_test_[^]*does not count: unsigned\.[^]*release rehearse PACKET --on CLONE --key FILE/,
  );
  // People are not asked about what could never be READY, and nothing is left of the attempt.
  const ask = () => said('release', 'request', packet, '--as', emailOf('clerk'), '--reason', 'owners');
  expect(await ask()).toMatch(
    /^3 one-roof: No rehearsal of REL-1 counts[^]*found: +one that does not count: unsigned[^]*to do: [^]*release rehearse \S+REL-1 --on CLONE --key FILE/,
  );
  expect(await said('release', 'status')).toMatch(/^0 No release yet/);
  expect(await rehearse('--key', join(folder, 'nowhere'))).toMatch(/^\d one-roof: ssh-keygen did not sign/);
  expect(spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, 'ci')]).status).toBe(0);
  const line = `ci@example.com namespaces="one-roof-rehearsal" ${readFileSync(join(folder, 'ci.pub'), 'utf8').trim()}`;
  expect(await rehearse('--key', join(folder, 'ci'), '--signer', 'ci@example.com')).toContain(`then add: ${line}`);
  writeFileSync(trustFile, `${line}\n`, { mode: 0o600 });
  expect(await rehearse('--key', join(folder, 'ci'), '--signer', 'ci@example.com')).toMatch(
    /^0 [^]* signed {9}by ci@example\.com/,
  );
  expect(await ask()).toMatch(/^0 Requested REL-1 as APR-REL-1 \(pending\)[^]*A rehearsal does not count: unsigned\./);
  expect(await said('release', 'build', 'REL-1', join(folder, 'again'))).toMatch(
    /^3 one-roof: REL-1 was requested already, as APR-REL-1[^]*Choose another code\.[^]*request withdraw APR-REL-1/,
  );
  const { packetTree } = await readPacket(packet);
  expect(await alone('words', packet)).toContain(`0 ${digestWords(packetTree)}\n`);
  expect(await said('request', 'export', 'APR-REL-1', join(folder, 'bundle'))).toMatch(/^0 Written/);
  const [shown] = /(?<=words {2}).+/.exec(await said('request', 'show', 'APR-REL-1')) ?? [];
  expect(await alone('words', join(folder, 'bundle'))).toMatch(
    new RegExp(`^0 ${String(shown)}\\n[^]*APR-REL-1[^]*\\n${digestWords(packetTree)}\\n[^]*${packetTree}`),
  );
  expect(await said('gate', '--quiet', '--release', 'REL-1')).toBe('10 BLOCKED\n');
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(
    /^3 one-roof: release REL-1 is not ratified/,
  );
  // Votes by keys that the trust file does not name are bound, and verify for nobody.
  await stage.council.approve('APR-REL-1');
  expect(await said('gate', '--release', 'REL-1')).toContain('key_unpinned;');
  expect(await said('request', 'show', 'APR-REL-1')).toContain('APR-REL-1 pending');
  await stage.council.signWithKey('APR-REL-1', 'president');
  const lines = stage.council.trust.keys.map(
    ({ principals, key }) => `${principals.join(',')} namespaces="one-roof" ${key.line}\n`,
  );
  writeFileSync(trustFile, [`${line}\n`, ...lines].join(''), { mode: 0o600 });
  expect(await said('gate', '--quiet', '--release', 'REL-1')).toBe('0 READY\n');
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(
    /^3 one-roof: release REL-1 has no run permit: none was granted/,
  );
  const permit = join(folder, 'permit');
  const written = await cli(
    'request',
    'statement',
    'APR-REL-1',
    '--act',
    'permit',
    '--as',
    emailOf('council-1'),
    '--for',
    '1h',
  );
  expect(written.stdout).toMatch(/\ncovers: REL-1 operator:directus /);
  writeFileSync(permit, written.stdout);
  const permitting = ['release', 'permit', 'REL-1', '--ssh', `${permit}.sig`, '--as'] as const;
  const signWith = (person: 'council-1' | 'council-2') =>
    writeFileSync(`${permit}.sig`, stage.council.keyOf(person).sign(readFileSync(permit, 'utf8')));
  // By somebody else's key it is a permit that permits nothing.
  signWith('council-2');
  expect(await said(...permitting, emailOf('council-1'))).toMatch(/^3 one-roof: The signature does not verify/);
  signWith('council-1');
  expect(await said(...permitting, emailOf('council-2'))).toMatch(/^3 one-roof: The signature does not verify/);
  expect(await said(...permitting, emailOf('council-1'))).toMatch(
    /^0 council-1@example.com permits operator:directus one run of REL-1, tiers 0, 3, 8/,
  );
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1', '--dry-run')).toMatch(/^0 [^]*DRY RUN/);

  const applied = await cli('--json', 'release', 'apply', packet, '--request', 'APR-REL-1');
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(applied.stdout)).toMatchObject({ release: 'REL-1', dry_run: false, figures: { gap: 0 } });
  expect(await said('gate')).toMatch(/^11 GATE: APPLIED REL-1\|/);
  expect(await said('release', 'verify', 'REL-1')).toMatch(/^0 [^]*REL-1 is in place, as planned/);
  expect(await said('release', 'apply', packet, '--request', 'APR-REL-1')).toMatch(
    /^3 one-roof: release REL-1 is applied already/,
  );
  expect(await said('release', 'rollback', packet, '--reason', 'back')).toMatch(/^0 [^]*ROLLBACK COMPLETE/);
  expect(await said('release', 'rollback', packet, '--reason', 'back')).toMatch(
    /^0 Nothing to do: REL-1 is not applied/,
  );
  expect(await said('release', 'verify', 'REL-1')).toMatch(/^3 /);
  expect(await said('release', 'status', 'REL-1')).toMatch(/^0 [^]*rolled_back/);
});
