-- Insists that the ledger can be written: does it, with so much that its tables have to grow, and undoes it before it
-- returns. Where there is no room, that is what PostgreSQL raises.
create or replace function require_room() returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
begin
  perform set_config('one_roof.actor', 'one-roof', true), set_config('one_roof.reason', 'Whether there is room', true);
  perform record_act('room', 'ledger', null, (select jsonb_agg(gen_random_uuid()) from generate_series(1, 2000)));
  raise exception using errcode = 'ORU02', message = 'an act that was tried is undone';
exception
  when sqlstate 'ORU02' then null;
end
$$;
