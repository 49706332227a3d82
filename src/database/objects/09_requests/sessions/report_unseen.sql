-- Writes to the ledger which sessions no log-in came to, each once; returns how many there were. Every start and every
-- scan does so.
create or replace function report_unseen() returns bigint
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  unseen record;
  reported bigint := 0;
begin
  perform set_config('one_roof.reason', 'A session of a seat holder that came from no log-in', true);
  for unseen in
    select s.id, s.user_id, s.token_digest, s.created_at, s.created_by from governance_session s
    where s.login_id is null and s.reported_at is null and s.created_at < clock_timestamp() - interval '1 minute'
    order by s.id for update skip locked
  loop
    update governance_session set reported_at = clock_timestamp() where id = unseen.id;
    perform record_act('session.unseen', 'user:' || unseen.user_id, null, to_jsonb(unseen) - 'id');
    reported := reported + 1;
  end loop;
  return reported;
end
$$;
