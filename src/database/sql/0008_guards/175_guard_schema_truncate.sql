-- Statement trigger of the same three tables: emptying one of them is a change of every schema at once.
create function guard_schema_truncate() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if tg_argv[0] = 'enforce' and not exists (
    select from governance_override where closed_at is null and expires_at > now() and collections is null
  ) then
    raise exception 'TRUNCATE on % is refused: it would change the schema of every governed collection', tg_table_name
      using errcode = 'OR040',
            hint = 'In an emergency: `one-roof override open --all --for 1h --reason …`.';
  end if;
  insert into governed_write (kind, collection, relation, item_count, operation, subject, application)
    values ('schema', '*', tg_table_name, 0, 'truncate', 'everything', current_setting('application_name'));
  return null;
exception
  when others then
    if sqlstate like 'OR04_' or tg_argv[0] = 'enforce' then
      raise;
    end if;
    raise log 'One-Roof: the guard of % cannot judge, and passes: %', tg_table_name, sqlerrm;
    return null;
end
$$;
