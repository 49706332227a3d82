import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { releaseFingerprint } from '../../../src/governance/release/packet/draft-release.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { DEMO } from '../../harness/test-server.ts';

// Life after the first release, with two people: one asks, the other signs, and no clone is needed.

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8').replace(/expected:[^]*$/, '');

let stage: ReleaseStage;
const packets = new Map<string, ReleasePacket>();
beforeAll(async () => {
  stage = await ReleaseStage.set(inject('postgres15'), 'two_person');
  await release('REL-1');
});
afterAll(() => stage.strike());

/** Builds a release of what is wanted now, lets the two people ratify it, and carries it out. */
async function release(code: string): Promise<ReleasePacket> {
  const packet = await builtRelease(stage.production, code);
  packets.set(code, packet);
  await stage.ask(packet);
  await stage.council.confirm(`APR-${code}`, 'clerk');
  await stage.council.signWithKey(`APR-${code}`, 'president');
  await stage.open(packet);
  expect(await verified(code)).toBe('GO');
  await stage.apply(packet);
  expect(await verified(code)).toBe('GO');
  return packet;
}
/** Verdict of `request verify` on the request of a release. */
const verified = async (code: string) => {
  const { verdict, checks } = await stage.production.read((session) =>
    judgeRequest(session, `APR-${code}`, null, stage.council.trust),
  );
  return verdict === 'GO' ? verdict : checks.flatMap(({ problems }) => problems).join('; ');
};
const rollBack = (code: string) => {
  const packet = packets.get(code);
  if (packet === undefined) throw new Error(`no packet ${code}`);
  return stage.rollBack(packet);
};
const register = (source: string) =>
  stage.production.writeProduction((session) => registerPlan(session, readPlan(source), BY));
const scan = () =>
  stage.production.writeProduction((session) => scanCoverage(session, { actor: 'test', actorKind: 'operator' }));
const fingerprint = async () => (await stage.production.read(releaseFingerprint)).sha256;
const ownerOf = async (object: string, scope: string) =>
  (
    await stage.production.sql(
      `select owner_gov_code::text as owner from one_roof.v_object_effective_owner where object_ref = $1 and scope = $2`,
      [object, scope],
    )
  )[0]?.['owner'];

it('one cell changes through one signature over its what-if, and changes back', { timeout: 60_000 }, async () => {
  const before = await fingerprint();
  await register(`${REFERENCE}exceptions:\n  agents:\n    audit: GOV-COUNCIL\n`);
  expect(await ownerOf('agents', 'audit')).toBe('GOV-DOT');
  const packet = await release('REL-2');
  expect(packet.manifest).toMatchObject({
    kind: 'change',
    from: { own: 30, gap: 0 },
    to: { own: 31, gap: 0, effective: 240 },
  });
  expect(JSON.parse(readFileSync(`${packet.folder}/data/what-if.json`, 'utf8'))).toEqual({
    cells: 1,
    sha256: packet.changes.sha256,
    by_owner: [{ was: 'owned_inherited GOV-DOT', will: 'owned_direct GOV-COUNCIL', cells: 1 }],
    owners: [
      { code: 'GOV-COUNCIL', name: 'Architecture Council' },
      { code: 'GOV-DOT', name: 'Tool Governance' },
    ],
    list: [
      { object: 'collection:agents', scope: 'audit', was: 'owned_inherited GOV-DOT', will: 'owned_direct GOV-COUNCIL' },
    ],
  });
  expect([await ownerOf('agents', 'audit'), await ownerOf('agents', 'policy')]).toEqual(['GOV-COUNCIL', 'GOV-DOT']);
  // A later release takes nothing from what people ratified before.
  expect(await verified('REL-1')).toBe('GO');
  await rollBack('REL-2');
  expect([await verified('REL-1'), await verified('REL-2')]).toEqual([
    'GO',
    expect.stringContaining('found rolled back'),
  ]);
  expect(await ownerOf('agents', 'audit')).toBe('GOV-DOT');
  expect(await fingerprint()).toBe(before);
});

it(
  'owners that are replaced, and what only waited, take effect, and are revived by the rollback',
  { timeout: 60_000 },
  async () => {
    const { production } = stage;
    const [first] = await production.sql(
      `select count(*)::int as own from one_roof.governance_object_ownership where lifecycle_status = 'active'`,
    );
    expect(first).toEqual({ own: 30 });
    await register(REFERENCE.replace('    folder: ai\n    owner: GOV-DOT', '    folder: ai\n    owner: GOV-KG-SYS'));
    await production.sql(`update directus_collections set "group" = 'ai' where collection = 'tasks'`);
    await scan();
    expect(await ownerOf('tasks', 'audit')).toBe('GOV-MOIT');
    const before = await fingerprint();

    await release('REL-3');
    expect([await ownerOf('agents', 'audit'), await ownerOf('tasks', 'audit')]).toEqual(['GOV-KG-SYS', 'GOV-KG-SYS']);
    expect(
      await production.sql(
        `select lifecycle_status as status, count(*)::int, count(supersedes_id)::int as after_another from one_roof.governance_object_ownership group by 1 order by 1`,
      ),
    ).toEqual([
      { status: 'active', count: 30, after_another: 6 },
      { status: 'superseded', count: 6, after_another: 0 },
    ]);

    // What came later depends on what came before.
    expect(await rejectionOf(rollBack('REL-1'))).toMatchObject({
      code: 'OR076',
      message: expect.stringMatching(
        /^release REL-1 is not taken back: later data depends on it: group:GRP-AI × approval of PROD_OWNERSHIP_SEED_REL-3, .*release REL-3$/,
      ) as string,
    });
    await rollBack('REL-3');
    expect([await ownerOf('agents', 'audit'), await ownerOf('tasks', 'audit')]).toEqual(['GOV-DOT', 'GOV-MOIT']);
    expect(await fingerprint()).toBe(before);
    await scan();
    expect(await production.sql(`select origin from one_roof.v_waiting_change`)).toEqual([{ origin: 'discovery' }]);
  },
);

it('a waiting change that is another one than was ratified is refused', { timeout: 60_000 }, async () => {
  const packet = await builtRelease(stage.production, 'REL-4');
  await stage.ask(packet);
  await stage.council.confirm('APR-REL-4', 'clerk');
  await stage.council.signWithKey('APR-REL-4', 'president');
  await stage.open(packet);
  await stage.production.sql(
    `update one_roof.governance_proposed_change set changes = jsonb_set(changes, '{0,collection}', '"modules"') where status = 'open'`,
  );
  expect(await rejectionOf(stage.apply(packet))).toMatchObject({
    code: 'OR082',
    message: expect.stringContaining('is not the one that was sealed') as string,
  });
  expect(await ownerOf('modules', 'audit')).toBe('GOV-MOIT');
});
