-- Notes that what a person proves themselves with was changed: see note_credential_change(), which finds it. Where it
-- could not be read whose it was (NULL), it may have been anybody's who holds a seat.
create or replace function note_credentials(p_user uuid, p_changed text[]) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
begin
  insert into governance_credential_change (user_id, changed)
    select distinct coalesce(p_user, s.user_id), p_changed
    from (values (1)) as one left join governance_seat s on p_user is null and s.vacated_at is null
    where coalesce(p_user, s.user_id) is not null;
end
$$;
