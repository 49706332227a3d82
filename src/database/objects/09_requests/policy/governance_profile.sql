-- How much ceremony this project has chosen: who may open the gate. `observe` until seats are filled: owners are
-- proposed, and nothing can be asserted.
create or replace function governance_profile() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce((select profile from current_policy()), 'observe')
$$;
