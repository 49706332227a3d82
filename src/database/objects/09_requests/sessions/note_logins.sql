-- Finds the sessions that log-ins came to: each that Directus noted, by its row in the activity, goes to the newest
-- session of the person in the last minute that appeared before it and has none yet, and no log-in to two sessions.
-- Before goes by the number of the row, because the clocks of Directus and of the database may differ.
create or replace function note_logins(p_user uuid, p_logins bigint[]) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  login bigint;
begin
  for login in
    select l from unnest(p_logins) l where not exists (select from governance_session s where s.login_id = l) order by l
  loop
    update governance_session set login_id = login
      where id = (
        select id from governance_session
        where user_id = p_user and login_id is null and created_at > clock_timestamp() - interval '1 minute'
          and last_activity < login
        order by last_activity desc, id desc limit 1);
  end loop;
end
$$;
