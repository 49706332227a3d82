-- The Directus user on whose behalf the transaction runs: the live session of a person (never one of a
-- share or a program) that `one_roof.session` names, or, for a seat that no person holds, the static token that
-- `one_roof.token` names. NULL without one. Knowing the id of a user, or being connected to the database, is none.
create or replace function authenticated_user(p_token_too boolean default false) returns uuid
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  session text := nullif(current_setting('one_roof.session', true), '');
  static_token text := nullif(current_setting('one_roof.token', true), '');
  who uuid;
begin
  begin
    if session is not null then
      select s."user" into who from :"directus_schema".directus_sessions s
        where s.token = session and s.share is null and s.expires > clock_timestamp()
          -- Directus 12: a session of a program that acts for a person.
          and to_jsonb(s) ->> 'oauth_client' is null;
    elsif p_token_too and static_token is not null then
      select u.id into who from :"directus_schema".directus_users u where u.token = static_token;
    end if;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return who;
end
$$;
