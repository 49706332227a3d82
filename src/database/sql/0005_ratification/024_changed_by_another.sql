-- Whether somebody else changed what a person proves themselves with in the hours of the policy before `p_at`. A change is
-- one's own only where Directus noted, in the same transaction, that the person did it; what cannot be told is somebody else's.
create function changed_by_another(p_user uuid, p_at timestamptz) returns boolean
language plpgsql stable
security definer
set search_path = :"schema", pg_temp
as $$
declare
  by_another boolean;
  since timestamptz := p_at - make_interval(hours => coalesce((select cooling_hours from current_policy()), 72));
begin
  if not exists (select from governance_credential_change c where c.user_id = p_user and c.created_at > since and c.created_at <= p_at) then
    return false;
  end if;
  perform require_plain_tables('directus_activity');
  by_another := exists (
    select from governance_credential_change c
    where c.user_id = p_user and c.created_at > since and c.created_at <= p_at
      and not exists (
        select from :"directus_schema".directus_activity a
        where a.collection = 'directus_users' and a.item = p_user::text and a.action = 'update' and a."user" = p_user
          and a."timestamp" between c.created_at - interval '1 hour' and c.created_at + interval '1 hour'
          and a.xmin::text::bigint = c.xid::text::bigint % 4294967296)
  );
  -- Where only columns are granted, it could not be locked before; what was read is, so what it is now is what was read.
  perform require_plain_tables('directus_activity');
  return by_another;
end
$$;
