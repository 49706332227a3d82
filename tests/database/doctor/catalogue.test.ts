import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Doctor } from '../../../src/contract/answers/doctor.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DOCTOR_HOST as HOST } from '../../harness/doctor-host.ts';

const containing = (text: string) => expect.stringContaining(text) as string;
const kinds = ({ findings }: Doctor) => findings.map(({ kind, subject }) => `${kind}: ${subject}`);

/** Title, what is done, the finding. All of it is done to one database, and put right by the statements of the findings. */
const CATALOGUE: readonly [string, string, Partial<Doctor['findings'][number]>][] = [
  [
    'a trigger that is disabled',
    `alter table one_roof.governance_ledger disable trigger trg_ledger_append_only`,
    {
      kind: 'trigger_disabled',
      subject: 'trigger governance_ledger.trg_ledger_append_only',
      expected: 'enable always',
      found: 'disable',
    },
  ],
  [
    'a trigger that does not fire in replica sessions any more',
    `alter table one_roof.collection_registry enable trigger trg_required_since`,
    {
      kind: 'trigger_disabled',
      subject: 'trigger collection_registry.trg_required_since',
      expected: 'enable always',
      found: 'enable',
    },
  ],
  [
    'a trigger that is gone',
    `drop trigger trg_scan_run_no_truncate on one_roof.candidate_scan_run`,
    { kind: 'object_missing', subject: 'trigger candidate_scan_run.trg_scan_run_no_truncate' },
  ],
  [
    'a trigger of somebody else',
    `create trigger trg_extra before insert on one_roof.governance_group for each row execute function one_roof.refuse_change()`,
    { kind: 'object_unexpected', subject: 'trigger governance_group.trg_extra' },
  ],
  [
    'a guard whose body was replaced',
    `create or replace function one_roof.ownership_guard() returns trigger language plpgsql set search_path = one_roof, pg_temp as $$ begin return new; end $$`,
    {
      kind: 'object_changed',
      subject: 'function ownership_guard()',
      expected: 'line 5: AS $function$',
      found: containing('return new; end'),
    },
  ],
  [
    'a function that answers with the rights of its owner',
    `alter function one_roof.ospa(text) security definer`,
    { kind: 'object_changed', subject: 'function ospa(p_packet text)', found: containing('SECURITY DEFINER') },
  ],
  [
    'a function that is gone',
    `drop function one_roof.release_lease(text, text, uuid)`,
    { kind: 'object_missing', subject: 'function release_lease(p_lease_name text, p_holder text, p_token uuid)' },
  ],
  [
    'a function of somebody else',
    `create function one_roof.extra() returns int language sql as 'select 1'`,
    { kind: 'object_unexpected', subject: 'function extra()' },
  ],
  [
    'a view that shows something else',
    `create or replace view one_roof.v_object_owner_gap as select object_type, object_ref, scope, group_code, unowned_since, planned_owner from one_roof.v_object_cell where false`,
    { kind: 'object_changed', subject: 'view v_object_owner_gap', found: containing('false') },
  ],
  [
    'a view that is gone',
    `drop view one_roof.v_coverage_by_owner`,
    { kind: 'object_missing', subject: 'view v_coverage_by_owner' },
  ],
  [
    'a constraint that is gone',
    `alter table one_roof.governance_group drop constraint governance_group_status_check`,
    { kind: 'object_missing', subject: 'constraint governance_group.governance_group_status_check' },
  ],
  [
    'a constraint that lets through more',
    `alter table one_roof.governance_ledger drop constraint governance_ledger_actor_kind_check, add constraint governance_ledger_actor_kind_check check (true)`,
    {
      kind: 'object_changed',
      subject: 'constraint governance_ledger.governance_ledger_actor_kind_check',
      found: 'CHECK (true)',
    },
  ],
  [
    'an index that is gone',
    `drop index one_roof.uq_gov_obj_accountable`,
    {
      kind: 'object_missing',
      subject: 'index governance_object_ownership.uq_gov_obj_accountable',
      expected: containing('UNIQUE INDEX'),
    },
  ],
  [
    'a rule',
    `create rule swallow as on delete to one_roof.governance_group do instead nothing`,
    { kind: 'object_unexpected', subject: 'rule governance_group.swallow' },
  ],
  [
    'a privilege for everybody',
    `grant insert, delete on one_roof.governance_group to public`,
    {
      kind: 'grant_unexpected',
      subject: 'privileges of PUBLIC on table governance_group',
      expected: 'none',
      found: 'DELETE, INSERT',
    },
  ],
  [
    'a privilege on a column',
    `grant update (hash) on one_roof.governance_ledger to one_roof_reader`,
    {
      kind: 'grant_unexpected',
      subject: 'privileges of one_roof_reader on table governance_ledger',
      found: 'SELECT, UPDATE (hash)',
    },
  ],
  [
    'a privilege of another role, that of who owns the table included',
    `grant select on one_roof.governance_plan to pg_monitor`,
    { kind: 'grant_unexpected', subject: 'privileges of pg_monitor on table governance_plan', found: 'SELECT' },
  ],
  [
    'a privilege that is gone',
    `revoke execute on function one_roof.gate_conditions from one_roof_reader`,
    {
      kind: 'grant_missing',
      subject: 'privileges of one_roof_reader on routine gate_conditions(p_release text)',
      expected: 'EXECUTE',
      found: 'none',
    },
  ],
  [
    'a role of ours with no privilege at all',
    `revoke all on schema one_roof from one_roof_runtime; revoke all on all tables in schema one_roof from one_roof_runtime; revoke all on all functions in schema one_roof from one_roof_runtime`,
    { kind: 'grant_missing', subject: 'role one_roof_runtime', found: 'none' },
  ],
];

/** The same where no statement can put it right: rows, or somebody else's work, are at stake. `undo` does. */
const BEYOND_STATEMENTS: readonly [string, string, Partial<Doctor['findings'][number]>, string][] = [
  [
    'a view that reads with the rights of who asks',
    `alter view one_roof.v_coverage_by_object set (security_invoker = true)`,
    { kind: 'object_changed', subject: 'relation v_coverage_by_object', found: 'view with security_invoker=true' },
    `alter view one_roof.v_coverage_by_object reset (security_invoker)`,
  ],
  [
    'a column of somebody else',
    `alter table one_roof.governance_group add column extra text`,
    { kind: 'object_unexpected', subject: 'column governance_group.extra' },
    `alter table one_roof.governance_group drop column extra`,
  ],
  [
    'a default that was changed',
    `alter table one_roof.governance_plan alter column created_at set default 'epoch'`,
    {
      kind: 'object_changed',
      subject: 'column governance_plan.created_at',
      expected: containing('now()'),
      found: containing('1970'),
    },
    `alter table one_roof.governance_plan alter column created_at set default now()`,
  ],
  [
    'a table of somebody else',
    `create table one_roof.extra (id int primary key)`,
    { kind: 'object_unexpected', subject: 'relation extra' },
    `drop table one_roof.extra`,
  ],
  [
    'a table that is gone',
    `alter table one_roof.event_read set schema public`,
    { kind: 'object_missing', subject: 'relation event_read' },
    `alter table public.event_read set schema one_roof`,
  ],
  [
    'row security, which hides rows from the reader',
    `alter table one_roof.governance_object_ownership enable row level security`,
    { kind: 'object_changed', subject: 'relation governance_object_ownership', found: 'table with row security' },
    `alter table one_roof.governance_object_ownership disable row level security`,
  ],
  [
    'a table whose rows ours would show as its own',
    `create table public.more () inherits (one_roof.governance_registry)`,
    { kind: 'object_unexpected', subject: 'child governance_registry.public.more' },
    `drop table public.more`,
  ],
  [
    'an operator',
    `create operator one_roof.!== (leftarg = text, rightarg = text, function = textne)`,
    { kind: 'object_unexpected', subject: 'other operator one_roof.!==(pg_catalog.text,pg_catalog.text)' },
    `drop operator one_roof.!== (text, text)`,
  ],
  [
    'a domain that lets through more',
    `alter domain one_roof.governance_code drop constraint governance_code_form`,
    { kind: 'object_changed', subject: 'domain governance_code' },
    `alter domain one_roof.governance_code add constraint governance_code_form check (value ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')`,
  ],
];

/** Changes that only a superuser can do, and undo. */
const BY_SUPERUSER: readonly [string, string, Partial<Doctor['findings'][number]>, string][] = [
  [
    'a function that belongs to somebody else',
    `alter function one_roof.like_pattern(text) owner to postgres`,
    {
      kind: 'foreign_owner',
      subject: 'function one_roof.like_pattern(pg_catalog.text)',
      expected: 'owner directus',
      found: 'owner postgres',
    },
    `alter function one_roof.like_pattern(text) owner to directus`,
  ],
  [
    'a foreign key that is not checked',
    `do $$ begin
       execute (
         select format('alter table one_roof.governance_owner_waiver disable trigger %I', t.tgname)
         from pg_trigger t join pg_constraint k on k.oid = t.tgconstraint
         where k.conname = 'governance_owner_waiver_scope_fkey' and t.tgrelid = k.conrelid limit 1);
     end $$`,
    {
      kind: 'object_changed',
      subject: 'constraint governance_owner_waiver.governance_owner_waiver_scope_fkey',
      found: containing(' DISABLED'),
    },
    '',
  ],
];

describe('the doctor finds in the catalogue', () => {
  let db: TestDatabase;
  let said: Doctor;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    for (const [, change] of [...BEYOND_STATEMENTS, ...CATALOGUE]) await db.sql(change);
    await db.sqlAsSuperuser(BY_SUPERUSER.map(([, change]) => change).join('; '));
    said = await diagnose(db.knex, HOST);
  });
  afterAll(() => db.drop());

  it.each([...CATALOGUE, ...BEYOND_STATEMENTS, ...BY_SUPERUSER].map(([title, , finding]) => [title, finding] as const))(
    '%s',
    (_title, finding) => {
      expect(said.findings.find(({ subject }) => subject === finding.subject)).toMatchObject(finding);
    },
  );

  it('each of these once, and nothing else', () => {
    expect(said.verdict).toBe('DRIFT');
    expect(kinds(said).sort()).toEqual(
      [...CATALOGUE, ...BEYOND_STATEMENTS, ...BY_SUPERUSER]
        .map(([, , { kind, subject }]) => `${kind}: ${subject}`)
        .sort(),
    );
  });

  it('the rest being put right by hand, the statements of the findings put it right', async () => {
    const statements = said.findings.flatMap(({ sql }) => sql ?? []);
    expect(statements).toHaveLength(CATALOGUE.length + 1); // the foreign key
    for (const [, , , undo] of BEYOND_STATEMENTS) await db.sql(undo);
    await db.sqlAsSuperuser(BY_SUPERUSER.map(([, , , undo]) => undo).join('; '));
    for (const statement of statements) await db.sql(statement);
    expect(await diagnose(db.knex, HOST)).toMatchObject({ findings: [] });
  });
});
