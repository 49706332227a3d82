import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../../src/database/install/migrate.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { releaseFigures } from '../../../src/governance/release/packet/release-figures.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { CARRY_OUT, insertRelease } from '../../harness/releases/applied-release.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { guards } from '../../harness/guards.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { DEMO } from '../../harness/test-server.ts';
import { withClient } from '../../harness/with-client.ts';

// What happens between a release and its rollback is neither in the way nor undone; only what depends on the release is in the way, and is named.

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8').replace(/expected:[^]*$/, '');
/** The same with an owner more, who answers for nothing yet: it takes effect at once. */
const ADDITIVE = REFERENCE.replace('\ngroups:', '\n  GOV-MORE:\n    name: More\n\ngroups:');

let stage: ReleaseStage;
let packet: ReleasePacket;
beforeAll(async () => {
  stage = await ReleaseStage.set(inject('postgres15'), 'two_person');
  packet = await release('REL-1');
});
afterAll(() => stage.strike());

/** Builds a release of what is wanted now, lets the two people ratify it, and carries it out. */
async function release(code: string): Promise<ReleasePacket> {
  const built = await builtRelease(stage.production, code);
  await stage.ask(built);
  await stage.council.confirm(`APR-${code}`, 'clerk');
  await stage.council.signWithKey(`APR-${code}`, 'president');
  await stage.open(built);
  await stage.apply(built);
  return built;
}
const register = (source: string) =>
  stage.production.writeProduction((session) => registerPlan(session, readPlan(source), BY));
const scan = () =>
  stage.production.writeProduction((session) => scanCoverage(session, { actor: 'test', actorKind: 'operator' }));
const sql = (text: string) => stage.production.sql(text);
/** Activates an event type, as a ratified request would. */
const activate = () =>
  stage.production.sqlAsSuperuser(`
    begin;
    alter table one_roof.event_type_registry disable trigger trg_event_type_guard;
    update one_roof.event_type_registry set active = true, activated_by = 'test', activation_approval_ref = 'APR-1'
      where event_type = 'coverage.scan_completed';
    alter table one_roof.event_type_registry enable always trigger trg_event_type_guard;
    commit`);
/** Changes the structure, as an upgrade does. */
async function upgrade(): Promise<void> {
  await sql(
    `alter table one_roof.governance_object_ownership add column added_by_upgrade text not null default 'since'`,
  );
  await migrate(stage.production.knex);
}

it(
  'is neither in the way nor undone: a scan, an additive plan, an activated type, the mode of the guards, an upgrade',
  { timeout: 120_000 },
  async () => {
    await sql(
      `create table novelties (id serial primary key); insert into directus_collections (collection) values ('novelties')`,
    );
    await scan();
    await register(ADDITIVE);
    await activate();
    await guards(stage.production, 'observe');
    await upgrade();
    await sql(`drop table novelties; delete from directus_collections where collection = 'novelties'`);
    await scan();

    // It is there as it was planned, and what changed since is told as that.
    const read = () => stage.production.read((session) => verifyRelease(session, 'REL-1', stage.council.trust));
    const lively = await read();
    expect(lively).toMatchObject({ ok: true, ratified: true });
    expect(lively.life.at(-1)).toMatch(/^fingerprint: /);
    // A row that only a release may write, and that somebody changed, took away or added in its name, is no life.
    const tamper = (statement: string) =>
      stage.production.sqlAsSuperuser(`
        begin;
        alter table one_roof.governance_object_ownership disable trigger trg_ownership_guard;
        alter table one_roof.governance_object_ownership disable trigger trg_release_is_whole;
        ${statement};
        alter table one_roof.governance_object_ownership enable always trigger trg_ownership_guard;
        alter table one_roof.governance_object_ownership enable always trigger trg_release_is_whole;
        commit`);
    const rows = `one_roof.governance_object_ownership`;
    const [first] = await sql(`select min(id) as id, (array_agg(owner_gov_code order by id))[1] as owner from ${rows}`);
    const broken = async () => {
      const { ok, verified } = await read();
      return { ok, found: verified.find(({ name }) => name === 'what it wrote')?.found };
    };
    await tamper(`update ${rows} set owner_gov_code = 'GOV-MORE' where id = ${String(first?.['id'])}`);
    expect(await broken()).toEqual({
      ok: false,
      found: `1 that are not: governance_object_ownership ${String(first?.['id'])}`,
    });
    await tamper(
      `update ${rows} set owner_gov_code = '${String(first?.['owner'])}' where id = ${String(first?.['id'])}`,
    );
    expect(await read()).toMatchObject({ ok: true });
    await tamper(`
      insert into ${rows} (object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, approval_ref, source_design_ref, created_by)
        select object_type, 'GRP-NOBODY', scope, owner_kind, owner_gov_code, is_inherited_anchor, approval_ref, source_design_ref, created_by
        from ${rows} where id = ${String(first?.['id'])}`);
    expect(await broken()).toMatchObject({ ok: false, found: expect.stringContaining('1 that are not: ') as string });
    await tamper(`delete from ${rows} where object_ref = 'GRP-NOBODY'`);

    const back = await stage.rollBack(packet);
    expect(back).toMatchObject({
      done: true,
      undisturbed: false,
      figures: { own: 0, gap: 210, conflict: 0, outbox: 0 },
    });
    expect(await sql(`select status from one_roof.governance_release`)).toEqual([{ status: 'rolled_back' }]);
    expect(
      await sql(`
      select
        (select count(*)::int from one_roof.governance_object_ownership) as owners,
        (select missing_since is not null from one_roof.collection_registry where collection_name = 'novelties') as vanished,
        (select status from one_roof.governance_registry where code = 'GOV-MORE') as added,
        (select active from one_roof.event_type_registry where event_type = 'coverage.scan_completed') as active,
        (select mode from one_roof.governance_enforcement) as mode`),
    ).toEqual([{ owners: 0, vanished: true, added: 'active', active: true, mode: 'observe' }]);
  },
);

describe('after a release that brought a plan into effect', () => {
  let change: ReleasePacket;
  const ownerOf = async (collection: string) =>
    (
      await sql(
        `select owner_gov_code::text as owner from one_roof.v_object_effective_owner where object_ref = '${collection}' and scope = 'audit'`,
      )
    )[0]?.['owner'];
  /** A scope is retired: that waits for a release, and with it a group that is new and two other texts. */
  const withGroup = ADDITIVE.replace(/ {2}render: .*\n/, '')
    .replace('Verifies independently', 'Verifies')
    .replace('Approves changes; a quorum of people, never a tool', 'Approves')
    .replace(
      '    folder: ai\n    owner: GOV-DOT',
      '    folder: ai\n    owner: GOV-KG-SYS\n  GRP-LATER:\n    name: Later\n    folder: later\n    owner: GOV-DOT',
    );
  beforeAll(async () => {
    await release('REL-2');
    await sql(`insert into directus_collections (collection) values ('later'), ('even_later')`);
    await register(withGroup);
    await sql(`update directus_collections set "group" = 'ai' where collection = 'tasks'`);
    await scan();
    change = await release('REL-3');
  });

  it(
    'a later plan and scans under its rules stay, what refers to a group that it added is in the way, what the release moved and replaced is as it was',
    { timeout: 60_000 },
    async () => {
      expect([await ownerOf('agents'), await ownerOf('tasks')]).toEqual(['GOV-KG-SYS', 'GOV-KG-SYS']);
      await scan();
      await register(
        withGroup
          .replace('    name: More', '    name: Even more')
          .replace('Verifies', 'Verifies again')
          .replace(
            '  GRP-LATER:',
            '  GRP-EVEN-LATER:\n    name: Even later\n    folder: even_later\n    owner: GOV-DOT\n  GRP-LATER:',
          ),
      );
      await scan();
      await guards(stage.production, 'observe', 'GRP-LATER');
      const tool = (what: string) => stage.production.sqlAsSuperuser(what);
      await tool(`
      insert into one_roof.collection_registry (collection_name, "group", governance_role, coverage_status, created_by)
        values ('a_thing', 'GRP-LATER', 'observed', 'DEFERRED', 'somebody')`);
      expect(await rejectionOf(stage.rollBack(change))).toMatchObject({
        code: 'OR076',
        message: 'release REL-3 is not taken back: later data depends on it: collection_registry a_thing',
      });
      await tool(`delete from one_roof.collection_registry where collection_name = 'a_thing'`);
      await stage.rollBack(change);
      expect([await ownerOf('agents'), await ownerOf('tasks')]).toEqual(['GOV-DOT', 'GOV-MOIT']);
      expect(
        await sql(`
        select (select name from one_roof.governance_registry where code = 'GOV-MORE') as owner,
          (select count(*)::int from one_roof.governance_ruleset where status = 'active') as active_rules,
          (select count(*)::int from one_roof.v_object_owner_conflict) as conflicts`),
      ).toEqual([{ owner: 'Even more', active_rules: 1, conflicts: 0 }]);
    },
  );

  it('an owner row that supersedes one that it wrote is in the way, and named', { timeout: 60_000 }, async () => {
    const [owner] = await sql(
      `select id from one_roof.governance_object_ownership where created_by like '%REL-2' and object_ref = 'GRP-AI' and scope = 'audit'`,
    );
    expect(owner).toBeDefined();
    const guard = (state: string) =>
      stage.production.sqlAsSuperuser(
        `alter table one_roof.governance_object_ownership ${state} trigger trg_ownership_guard`,
      );
    await guard('disable');
    await sql(`
      insert into one_roof.governance_object_ownership
        (object_type, object_ref, scope, owner_kind, owner_gov_code, lifecycle_status, supersedes_id, created_by)
        values ('group', 'GRP-AI', 'audit', 'accountable', 'GOV-MOIT', 'revoked', ${String(owner?.['id'])}, 'somebody')`);
    await guard('enable always');
    expect(await sql(`select dependant from one_roof.release_dependant('REL-2')`)).toEqual([
      { dependant: 'group:GRP-AI × audit of somebody' },
    ]);
  });
});

it('what a release wrote is noted by nobody else', async () => {
  const refused = [
    `insert into one_roof.governance_release_write (release_code, relation, key) values ('REL-1', 'governance_group', 'x')`,
    `update one_roof.governance_release_write set before = null`,
    `delete from one_roof.governance_release_write`,
    `truncate one_roof.governance_release_write`,
  ];
  for (const statement of refused)
    expect(await rejectionOf(sql(statement)), statement).toMatchObject({ code: 'OR003' });
  expect((await stage.production.read(releaseFigures))['own']).toBe(30);
  // Not even by whoever carries a release out.
  await insertRelease(stage.clone, 'REL-9', 'ratified');
  await withClient(stage.clone.url, async (client) => {
    await client.query(`begin; set local search_path = one_roof; set local one_roof.reason = 'a test'`);
    await client.query(CARRY_OUT, ['REL-9']);
    const forged = client.query(
      `insert into governance_release_write (release_code, relation, key) values ('REL-9', 'governance_group', 'x')`,
    );
    expect(await rejectionOf(forged)).toMatchObject({ code: 'OR003' });
  });
});
