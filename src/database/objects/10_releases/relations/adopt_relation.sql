-- Makes a table or view that was just created one of ours: it belongs to the owner of our schema, our readers read it
-- and nobody else has a right on it; and where it asserts something the ledger records every row, from the first one.
create or replace function adopt_relation(p_name text, p_kind text, p_asserts boolean) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  relation pg_class;
  owner name := (select pg_get_userbyid(nspowner) from pg_namespace where nspname = :'schema');
  holders text;
  readers text;
begin
  select * into relation from pg_class where relnamespace = :'schema'::regnamespace and relname = p_name;
  if relation.relkind is distinct from (case p_kind when 'table' then 'r' when 'view' then 'v' end)::"char"
    or relation.relpersistence <> 'p' then
    raise exception '% % is not there', p_kind, p_name
      using errcode = 'OR079', hint = 'A tier creates exactly the relations that it names.';
  end if;
  if p_asserts and primary_key(relation.oid) is null then
    raise exception 'table % asserts something and has no primary key, which names a row in the ledger', p_name
      using errcode = 'OR079';
  end if;
  if pg_get_userbyid(relation.relowner) <> owner then
    execute format('alter %s %I owner to %I', p_kind, p_name, owner);
  end if;
  select string_agg(quote_ident(rolname), ', ') filter (where rolname in (:reading_roles)),
    concat_ws(', ', 'public', string_agg(quote_ident(rolname), ', '))
    into readers, holders
    from pg_roles where rolname in (:granted_roles);
  execute format('revoke all on %I from %s', p_name, holders);
  if readers is not null then
    execute format('grant select on %I to %s', p_name, readers);
  end if;
  if p_asserts then
    perform arm_ledger_of(p_name, '{}');
  end if;
end
$$;
