import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { gatewayFunctions } from '../../../src/database/migrations.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { DOCTOR_HOST } from '../../harness/doctor-host.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import { CODE } from '../../harness/hostile/code-of-directus.ts';

describeOnEachPostgres('the functions and programs of mode separated under attack', (server) => {
  let separated: SeparatedDatabase;
  const asDirectus = (text: string) => separated.directus.use((session) => session.query(text));

  const ranAs = async () => {
    const [row] = await separated.db.sqlAsSuperuser(`
      select (select is_called from evil.as_owner) as owner, (select is_called from evil.as_gateway) as gateway`);
    return row;
  };

  beforeAll(async () => {
    separated = await SeparatedDatabase.create(server, `directus_attacks_${process.pid}`);
    await separated.migrate();
  });
  afterAll(() => separated.drop());

  beforeEach(() => asDirectus(CODE));
  afterEach(() => asDirectus('drop schema evil cascade'));

  it('no function of the owner reads a table outside our schema, and it may read none', async () => {
    const functions = await separated.db.sqlAsSuperuser(`
      select p.proname as name, p.prosecdef as definer, p.prosrc as source, p.proconfig::text as config
      from pg_proc p where p.pronamespace = 'one_roof'::regnamespace and p.proowner = 'one_roof_owner'::regrole`);
    expect(functions.filter(({ definer }) => definer).length).toBeGreaterThan(20);
    expect(functions.filter(({ source }) => /"public"\.|\bpublic\./.test(String(source)))).toEqual([]);
    // What has no search path of its own reads nothing, and is called by what has one.
    const pathless = functions.filter(
      ({ config }) => !/search_path=(one_roof|pg_catalog), pg_temp/.test(String(config)),
    );
    expect(pathless.filter(({ definer, source }) => definer === true || /\bfrom\b/i.test(String(source)))).toEqual([]);
    // What is made at run time: reads of our own tables by name, and rows of them; triggers, as the owner of the table.
    expect(
      functions
        .filter(({ source }) =>
          /\bexecute\b/i.test(
            String(source)
              .replaceAll(/--.*$/gm, '')
              .replaceAll(/'(?:[^']|'')*'/g, ''),
          ),
        )
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'adopt_relation',
      'arm_ledger_of',
      'arm_table_guard',
      'assertions_digest',
      'await_capability',
      'count_rows',
      'end_tier',
      'ledger_row_finding',
      'lock_for_release',
      'protect_table',
      'release_dependant',
      'release_rest_digest',
      'release_row',
      'remove_relations',
      'restore_relation',
      'watch_table',
      'write_ledger',
    ]);
    expect(
      await separated.db.sqlAsSuperuser(`
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('one_roof', 'evil', 'pg_catalog', 'information_schema') and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and n.nspname !~ '^pg_toast' and has_any_column_privilege('one_roof_owner', c.oid, 'select')`),
    ).toEqual([]);
    expect(
      await separated.db.sqlAsSuperuser(`
        select distinct r.ev_class::regclass::text || ' reads ' || d.refobjid::regclass as view
        from pg_rewrite r
        join pg_class v on v.oid = r.ev_class and v.relnamespace = 'one_roof'::regnamespace
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
        join pg_class c on c.oid = d.refobjid
        where c.relnamespace not in ('one_roof'::regnamespace, 'pg_catalog'::regnamespace)`),
    ).toEqual([]);
    // What reads Directus's tables belongs to the gateway, which owns nothing else and may read and write nothing of ours.
    expect(
      await separated.db.sqlAsSuperuser(`
        select string_agg(p.proname, ' ' order by p.proname) as functions from pg_proc p where p.proowner = 'one_roof_gateway'::regrole`),
    ).toEqual([
      {
        functions: [...gatewayFunctions].sort().join(' '),
      },
    ]);
    expect(
      await separated.db.sqlAsSuperuser(`
        select c.relname from pg_class c where c.relnamespace = 'one_roof'::regnamespace
          and (c.relowner = 'one_roof_gateway'::regrole
            or c.relkind <> 'i' and c.relkind <> 'S' and has_any_column_privilege('one_roof_gateway', c.oid, 'select, insert, update, references'))
        union all
        select 'create' where has_schema_privilege('one_roof_gateway', 'one_roof', 'create')`),
    ).toEqual([]);
    expect(
      await separated.db.sqlAsSuperuser(`
        select string_agg(p.proname, ' ' order by p.proname) as functions from pg_proc p
        where p.pronamespace = 'one_roof'::regnamespace and p.proowner <> 'one_roof_gateway'::regrole
          and has_function_privilege('one_roof_gateway', p.oid, 'execute')`),
    ).toEqual([
      {
        functions:
          'is_seated note_attribution note_credentials note_items note_logins note_schema_change note_schema_truncate note_session',
      },
    ]);
  });

  it('what Directus’s role may call, of what changes something, is this', async () => {
    expect(
      await separated.db.sqlAsSuperuser(`
        select string_agg(p.proname, ' ' order by p.proname) as functions from pg_proc p
        where p.pronamespace = 'one_roof'::regnamespace and p.provolatile = 'v' and has_function_privilege('${separated.role}', p.oid, 'execute')`),
    ).toEqual([
      {
        functions:
          'acquire_lease arm_table_guard attribute_writes burn_challenge cast_vote chain_ledger confirm_key confirm_request discover_collections ' +
          'emit_event enrol_credential file_request fn_log_issue fn_sweep_issues grant_release_window guard_items guard_schema ' +
          'guard_schema_truncate keep_confirmation keep_counter keep_first_structure keep_signature note_credential_change ' +
          'note_new_session note_table_change open_challenge prune_governed_writes record_refused_scan record_scan ' +
          'release_lease report_unseen require_room revoke_credential revoke_release_windows supersede_request ' +
          'try_challenge what_if withdraw_key_confirmation withdraw_request',
      },
    ]);
  });

  it.each([
    [
      'that fits better',
      `
        create function public.evil_same(oid, regclass) returns boolean language plpgsql as $$ begin perform evil.act(); return $1 operator(pg_catalog.=) $2; end $$;
        create operator public.= (leftarg = oid, rightarg = regclass, function = public.evil_same);
        create function public.format(text, name) returns text language plpgsql as $$ begin perform evil.act(); return ''; end $$;
        create function public.format(text, name, text) returns text language plpgsql as $$ begin perform evil.act(); return ''; end $$;
        create function public.evil_role(oid, regrole) returns boolean language plpgsql as $$ begin perform evil.act(); return $1 operator(pg_catalog.=) $2::oid; end $$;
        create operator public.= (leftarg = oid, rightarg = regrole, function = public.evil_role);
        create function public.quote_ident(name) returns text language plpgsql as $$ begin perform evil.act(); return ''; end $$`,
      `
        drop operator public.= (oid, regclass), public.= (oid, regrole);
        drop function public.evil_same, public.evil_role, public.format(text, name), public.format(text, name, text), public.quote_ident(name)`,
    ],
    [
      'that comes first, because the owner of the database said so',
      `
        create function public.evil_same(name, name) returns boolean language plpgsql as $$ begin perform evil.act(); return $1 operator(pg_catalog.=) $2; end $$;
        create operator public.= (leftarg = name, rightarg = name, function = public.evil_same);
        do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`,
      `
        do $$ begin execute format('alter database %I reset search_path', current_database()); end $$;
        drop operator public.= (name, name);
        drop function public.evil_same`,
    ],
  ])('the owner’s program meets no operator or function of theirs %s', async (_title, plant, remove) => {
    await asDirectus(plant);
    try {
      await separated.migrate();
      const doctor = await separated.withKnex(separated.ownerUrl, (knex) =>
        diagnose(knex, { ...DOCTOR_HOST, extensionsMustLoad: false }),
      );
      expect(doctor).toMatchObject({ mode: 'separated', findings: [] });
      expect(await ranAs()).toMatchObject({ owner: false });
    } finally {
      await asDirectus(remove);
    }
  });

  it('nothing is noted about a governed collection by a table of its name in another schema', async () => {
    await asDirectus(`
      create table evil.agents (id integer);
      create trigger t after insert on evil.agents referencing new table as changed_rows for each statement
        execute function one_roof.guard_items('observe', 'free', 'id');
      insert into evil.agents values (1)`);
    expect(
      await separated.db.sqlAsSuperuser('select collection, item, operation from one_roof.governed_write'),
    ).toEqual([]);
  });

  it.each([
    `select one_roof.accept_structure('agents')`,
    `insert into one_roof.governance_epoch (epoch, system_identifier, db_oid) values (99, 1, 1)`,
    `delete from one_roof.governance_epoch`,
    `select one_roof.start_epoch()`,
    `select one_roof.chain_open_rows()`,
    `insert into one_roof.governance_ledger_checkpoint (seq, hash) values (1, '')`,
    `update one_roof.governance_ledger_checkpoint set hash = ''`,
    `truncate one_roof.governance_ledger_checkpoint`,
    `update one_roof.governance_ledger set hash = null`,
    `delete from one_roof.governance_ledger where seq > 1`,
    `update one_roof.event_outbox set event_domain = 'x'`,
    `delete from one_roof.event_pending`,
    `create table evil.child () inherits (one_roof.governance_ledger)`,
    `alter table one_roof.governance_seat attach partition evil.later default`,
    `create rule swallow as on insert to one_roof.governance_ledger do instead nothing`,
    `create trigger t before insert on one_roof.governance_ledger for each row execute function evil.afterwards()`,
    `create table evil.referrer (id bigint references one_roof.governance_ledger (id))`,
    `insert into one_roof.governance_session (user_id, token_digest, last_activity) values (gen_random_uuid(), '', 0)`,
    `select one_roof.note_logins(gen_random_uuid(), '{1}')`,
    `select one_roof.note_items('agents', 'create', 'observe', 'free', 1, '{1}', 'agents')`,
    `set role one_roof_gateway`,
    `grant one_roof_gateway to current_user`,
    `alter function one_roof.directus_role() security invoker`,
  ])('Directus’s role cannot: %s', async (statement) => {
    expect(await rejectionOf(asDirectus(statement))).toMatchObject({ code: '42501' });
  });
});
