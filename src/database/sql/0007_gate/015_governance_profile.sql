-- How much ceremony this project has chosen: who may open the gate. `observe` until a ratified policy says otherwise, and this
-- version has none: owners are proposed, and nothing can be asserted.
create function governance_profile() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select 'observe'
$$;
