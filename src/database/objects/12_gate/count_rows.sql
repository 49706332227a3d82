-- How many rows a table or view of ours has, or NULL if it does not exist: the gate must answer, never fail.
create or replace function count_rows(p_relation text, p_condition text default 'true') returns bigint
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  rows_found bigint;
begin
  if to_regclass(quote_ident(p_relation)) is not null then
    execute format('select count(*) from %I where %s', p_relation, p_condition) into rows_found;
  end if;
  return rows_found;
end
$$;
