const USER = '11111111-2222-3333-4444-555555555555';

/**
 * Code of Directus's role that does what it can. What it did as whom is kept in sequences, which no rollback takes back;
 * what it tries as whoever runs it, it tries each in a block of its own.
 */
export const CODE = `
  create schema evil;
  grant usage, create on schema evil to public;
  create sequence evil.as_owner;
  create sequence evil.as_gateway;
  grant all on all sequences in schema evil to public;
  create table evil.later (id integer);
  grant all on evil.later to public;
  create function evil.afterwards() returns trigger language plpgsql as $$ begin perform evil.run(); return null; end $$;
  create constraint trigger afterwards after insert on evil.later deferrable initially deferred
    for each row execute function evil.afterwards();
  create function evil.attempt(statement text) returns void language plpgsql as $$
  begin
    execute statement;
  exception when others then null;
  end $$;
  create function evil.act() returns void language plpgsql as $$
  begin
    if current_user = 'one_roof_owner' then perform nextval('evil.as_owner'); end if;
    if current_user <> 'one_roof_gateway' then return; end if;
    perform nextval('evil.as_gateway');
    perform evil.attempt('insert into evil.later values (1)');
    perform evil.attempt('alter function one_roof.directus_role() security invoker');
    perform evil.attempt('alter function one_roof.directus_person(uuid) security invoker');
    perform evil.attempt('alter function one_roof.note_credential_change() security invoker');
    perform evil.attempt('alter function one_roof.directus_role() reset search_path');
    perform evil.attempt('set role one_roof_owner');
    perform evil.attempt('drop owned by current_user cascade');
    perform evil.attempt('create function one_roof.planted() returns integer language sql as ''select 1''');
    perform evil.attempt('insert into one_roof.governance_group (code, name, created_by) values (''GRP-X'', ''x'', ''x'')');
    perform evil.attempt('create function evil.left_behind() returns void language sql security definer as ''select evil.run()''');
    perform set_config('search_path', 'evil, one_roof', false);
  end $$;
  create function evil.run() returns boolean language plpgsql immutable as $$ begin perform evil.act(); return true; end $$;
  create function evil.run(text) returns boolean language plpgsql immutable as $$ begin perform evil.act(); return true; end $$;
  -- What stands in for functions and operators of PostgreSQL, once the search path is theirs.
  create function evil.same(text, text) returns boolean language plpgsql as $$ begin perform evil.act(); return $1 operator(pg_catalog.=) $2; end $$;
  create operator evil.= (leftarg = text, rightarg = text, function = evil.same);
  create function evil.same(uuid, uuid) returns boolean language plpgsql as $$ begin perform evil.act(); return $1 operator(pg_catalog.=) $2; end $$;
  create operator evil.= (leftarg = uuid, rightarg = uuid, function = evil.same);
  create type evil.word as enum ('a', 'b');
  create function evil.to_json(evil.word) returns json language plpgsql immutable as $$ begin perform evil.act(); return '1'; end $$;
  create cast (evil.word as json) with function evil.to_json(evil.word);
  -- A body that the planner puts in the place of the call: what is constant in it runs while the statement is planned.
  create function evil.to_number(evil.word) returns bigint language sql immutable as $$ select case when evil.run('x') then 1::bigint else length($1::text) end $$;
  create cast (evil.word as bigint) with function evil.to_number(evil.word);
  create function evil.to_text(evil.word) returns text language sql immutable as $$ select case when evil.run('x') then 'x' else 'y' end || enum_range($1)::text $$;
  create cast (evil.word as text) with function evil.to_text(evil.word)`;

interface Attack {
  title: string;
  /** SQL that Directus's role runs first. */
  plant: string;
  /** SQL that makes it run, and as whom. */
  provoke: string;
  as?: 'owner';
  /** It runs, as the gateway; else it does not run at all. */
  ran?: boolean;
  remove: string;
}

/** Ways to have it run by the owner of our schema. */
export const ATTACKS: Attack[] = [
  {
    title: 'a trigger function of ours on a table of their own',
    plant: `
      create table evil.own (last_access timestamptz, id uuid, password text, tfa_secret evil.word, email text, external_identifier text, token text, role text, status text);
      insert into evil.own values (now(), '${USER}', 'a', 'a', '', '', '', '', '');
      create trigger t after update on evil.own for each row execute function one_roof.note_credential_change()`,
    provoke: `update evil.own set tfa_secret = 'b'`,
    remove: `drop table evil.own`,
  },
  {
    title: 'a partial index, whose condition is worked out while a read is planned',
    plant: `create index evil_index on directus_roles (id) where evil.run('x')`,
    provoke: `select from one_roof.directus_role()`,
    ran: true,
    remove: `drop index evil_index`,
  },
  {
    title: 'a table of the name of Directus’s in another schema',
    plant: `
      create table evil.directus_fields (id integer, collection text, field text, w evil.word);
      create trigger t after insert on evil.directus_fields for each row execute function one_roof.guard_schema('observe')`,
    provoke: `insert into evil.directus_fields values (1, 'agents', 'x', 'a')`,
    remove: `drop table evil.directus_fields`,
  },
  {
    title: 'a column of a type of their own in directus_users',
    plant: `
      alter table directus_users add w evil.word default 'a', alter tfa_secret type evil.word using null;
      insert into directus_users (id, email, status) values ('${USER}', 'u@example.com', 'active');
      create trigger t after update on directus_users for each row execute function one_roof.note_credential_change()`,
    provoke: `update directus_users set tfa_secret = 'b'`,
    ran: true,
    remove: `drop trigger t on directus_users; delete from directus_users where id = '${USER}'; alter table directus_users drop w, alter tfa_secret type varchar(255) using null`,
  },
  {
    title: 'a cast that the planner looks into',
    plant: `
      alter table directus_activity rename item to kept;
      alter table directus_activity add item evil.word;
      create trigger t after insert on directus_activity referencing new table as changed_rows for each statement execute function one_roof.attribute_writes('observe')`,
    provoke: `insert into directus_activity (action, collection, item, kept) values ('update', 'agents', 'a', '1')`,
    ran: true,
    remove: `
      drop trigger t on directus_activity;
      alter table directus_activity drop item;
      alter table directus_activity rename kept to item`,
  },
  {
    title: 'row security',
    plant: `alter table directus_roles enable row level security; create policy evil on directus_roles using (evil.run(name))`,
    provoke: `select from one_roof.directus_role()`,
    ran: true,
    remove: `drop policy evil on directus_roles; alter table directus_roles disable row level security`,
  },
  {
    title: 'a view in the place of a table, read by the owner',
    plant: `
      alter table directus_roles rename to hidden;
      create view directus_roles as select * from hidden where evil.run(name);
      grant select on directus_roles, hidden to one_roof_owner, one_roof_gateway`,
    provoke: `select from one_roof.v_dead_owner, one_roof.directus_role()`,
    as: 'owner',
    ran: true,
    remove: `drop view directus_roles; alter table hidden rename to directus_roles; revoke select on directus_roles from one_roof_owner`,
  },
  {
    title: 'a search path that is left behind for the function that asked',
    plant: `
      insert into directus_users (id, email, status) values ('${USER}', 'u@example.com', 'active');
      create index evil_index on directus_users (id) where evil.run('x')`,
    provoke: `select one_roof.require_user('u@example.com'); select one_roof.same_human('${USER}', gen_random_uuid())`,
    as: 'owner',
    ran: true,
    remove: `drop index evil_index; delete from directus_users where id = '${USER}'`,
  },
];
