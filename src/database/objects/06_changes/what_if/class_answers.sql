-- Every cell of the classes of required objects with what is said about it.
create or replace function class_answers() returns setof class_answer
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  return query
  with owner as materialized (
    select code::text as code, directus_role, alive from v_governance_owner
  )
  select
    c.class_type, c.class_ref, c.scope, c.state, c.owner_gov_code, o.directus_role, c.planned_owner,
    -- Nobody is alive who is not there.
    case when c.planned_owner is not null then coalesce(p.alive, false) end
  from class_cell() c
  left join owner o on o.code = c.owner_gov_code
  left join owner p on p.code = c.planned_owner;
end
$$;
