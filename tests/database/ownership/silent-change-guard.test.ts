import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { insertRelease } from '../../harness/releases/applied-release.ts';
import { ANSWERS } from '../../harness/ownership/ownership-world.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

describe('after a release the tables refuse', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.writeClone((session) => applyPlanOnClone(session, BY));
    await insertRelease(db, 'REL-1', 'applied');
  });
  afterAll(() => db.drop());

  it.each([
    `update one_roof.collection_registry set "group" = 'GRP-BUSINESS' where collection_name = 'agents'`,
    `update one_roof.collection_registry set "group" = null where collection_name = 'agents'`,
    `update one_roof.collection_registry set collection_name = 'agents2' where collection_name = 'agents'`,
    `update one_roof.collection_registry set governance_role = 'excluded' where collection_name = 'agents'`,
    `update one_roof.collection_registry set coverage_status = 'EXEMPT' where collection_name = 'agents'`,
    `delete from one_roof.collection_registry where collection_name = 'agents'`,
    `truncate one_roof.collection_registry cascade`,
    `update one_roof.governance_registry set status = 'retired' where code = 'GOV-DOT'`,
    `update one_roof.governance_registry set directus_role = null where code = 'GOV-DOT'`,
    `update one_roof.governance_responsibility_scope set status = 'retired' where code = 'audit'`,
    `insert into one_roof.governance_containment values ('collection', 'agents', 'group', 'GRP-BUSINESS', now(), 'test')`,
    `insert into one_roof.governance_containment values ('group', 'GRP-AI', 'group', 'GRP-NEW', now(), 'test')`,
  ])('what is done by hand: %s', async (statement) => {
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR006' });
  });

  it.each([
    `update one_roof.collection_registry set last_seen_at = now(), missing_since = now()`,
    `update one_roof.collection_registry set governance_role = 'locked' where collection_name = 'agents'`,
    `insert into one_roof.governance_registry (code, name, created_by) values ('GOV-NEW', 'new', 'test')`,
    `insert into one_roof.governance_responsibility_scope (code, description, created_by) values ('new', 'new', 'test')`,
    `update one_roof.governance_registry set name = 'renamed'`,
    `update one_roof.governance_responsibility_scope set description = 'said in other words', sort = 9`,
    `insert into one_roof.governance_containment values ('group', 'GRP-NEW', 'group', 'GRP-BUSINESS', now(), 'test')`,
  ])('but not: %s', async (statement) => {
    const before = await db.sql(ANSWERS);
    const after = await withClient(db.url, async (client) => {
      await client.query(`begin; set local one_roof.reason = 'a test'; ${statement}`);
      return (await client.query<{ scope: string }>(ANSWERS)).rows.filter(({ scope }) => scope !== 'new');
    });
    expect(after).toEqual(before);
  });

  it('a change of what is contained already, and of what becomes required with something in it', async () => {
    await db.sqlAsSuperuser(`
      set session_replication_role = replica;
      alter table one_roof.governance_containment disable trigger trg_silent_change;
      insert into one_roof.governance_containment values
        ('group', 'GRP-AI', 'group', 'GRP-BUSINESS', now(), 'test'), ('collection', 'agents', 'collection', 'notes', now(), 'test');
      alter table one_roof.governance_containment enable always trigger trg_silent_change`);
    for (const statement of [
      `delete from one_roof.governance_containment where child_ref = 'GRP-AI'`,
      `update one_roof.governance_containment set parent_ref = 'GRP-REGISTRY' where child_ref = 'GRP-AI'`,
      `truncate one_roof.governance_containment`,
      `insert into one_roof.collection_registry (collection_name, "group", governance_role, coverage_status, created_by)
         values ('notes', 'GRP-REGISTRY', 'governed', 'BIRTH_REQUIRED', 'test')`,
      `delete from one_roof.governance_responsibility_scope where code = 'audit'`,
    ]) {
      expect(await rejectionOf(db.sql(statement)), statement).toMatchObject({ code: 'OR006' });
    }
  });
});
