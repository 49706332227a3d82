import { migrate } from '../../../src/database/install/migrate.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { releaseScope } from '../../../src/database/fingerprint/scopes.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { BY, guards, writer } from '../guards.ts';
import type { TestDatabase } from '../test-database.ts';

// What happens between releases, drawn by the model of releases: each may happen any number of times, in any order.

export const LIVES = [
  'scan',
  'new collection',
  'collection vanishes',
  'additive plan',
  'activation',
  'guards observe',
  'guards off',
  'upgrade',
] as const;
export type LifeEvent = (typeof LIVES)[number];

/** Does what an event of life does. `plan` is the plan in force; `count` makes what is new new each time. */
export async function live(db: TestDatabase, event: LifeEvent, plan: string, count: number): Promise<void> {
  const scan = () => writer(db)((session) => scanCoverage(session, { actor: 'test', actorKind: 'operator' }));
  switch (event) {
    case 'scan':
      await scan();
      return;
    case 'new collection':
      await db.sql(
        `create table novelty_${count} (id serial primary key); insert into directus_collections (collection) values ('novelty_${count}')`,
      );
      await scan();
      return;
    case 'collection vanishes':
      await db.sql(`delete from directus_collections where collection = (
        select collection from directus_collections where collection like 'novelty%' or collection in ('tasks', 'modules') order by collection limit 1)`);
      await scan();
      return;
    case 'additive plan':
      await writer(db)((session) =>
        registerPlan(session, readPlan(plan.replace('\ngroups:', `\n  GOV-${count}:\n    name: More\n\ngroups:`)), BY),
      );
      return;
    case 'activation':
      await withoutGuard(
        db,
        'event_type_registry',
        'trg_event_type_guard',
        `
        update one_roof.event_type_registry set active = true, activated_by = 'test', activation_approval_ref = 'APR-1' where event_type in (
          select event_type from one_roof.event_type_registry where not active order by event_type limit 1)`,
      );
      return;
    case 'guards observe':
    case 'guards off':
      await guards(db, event === 'guards off' ? 'off' : 'observe');
      return;
    case 'upgrade':
      await db.sql(
        `alter table one_roof.governance_object_ownership add column upgrade_${count} text not null default 'since'`,
      );
      await migrate(db.knex);
  }
}

/** Writes an owner row that supersedes one of a release, as somebody who works on a clone would; returns how to take it away again. */
export async function succeed(db: TestDatabase, tag: string): Promise<() => Promise<unknown>> {
  const guard = (statement: string) =>
    withoutGuard(db, 'governance_object_ownership', 'trg_ownership_guard', statement);
  await guard(`
    insert into one_roof.governance_object_ownership
      (object_type, object_ref, scope, owner_kind, owner_gov_code, lifecycle_status, supersedes_id, created_by)
      select object_type, object_ref, scope, owner_kind, owner_gov_code, 'revoked', id, 'TEST_CLONE_SUCCESSOR'
      from one_roof.governance_object_ownership where created_by = '${tag}' order by id limit 1`);
  return () => guard(`delete from one_roof.governance_object_ownership where created_by = 'TEST_CLONE_SUCCESSOR'`);
}

async function withoutGuard(db: TestDatabase, table: string, trigger: string, statement: string): Promise<void> {
  await db.sqlAsSuperuser(`alter table one_roof.${table} disable trigger ${trigger}`);
  await db.sqlAsSuperuser(statement);
  await db.sqlAsSuperuser(`alter table one_roof.${table} enable always trigger ${trigger}`);
}

/** Every row that asserts something, by table and key: its digest. */
export async function assertedRows(db: TestDatabase): Promise<Map<string, string>> {
  const { parts } = await db.sessions.use(async (session) => {
    await session.query('begin isolation level repeatable read read only');
    return fingerprint(session, await releaseScope(session), { withRows: true });
  });
  return new Map(
    parts.flatMap(({ object, rowDigests }) =>
      Object.entries(rowDigests ?? {}).map(([key, digest]): [string, string] => [`${object} ${key}`, digest]),
    ),
  );
}
