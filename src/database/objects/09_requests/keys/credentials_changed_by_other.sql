-- Whether somebody else changed what a person proves themselves with in the hours of the policy before `p_at`. A change
-- is one's own only where Directus noted, in the same transaction, that the person did it; what cannot be told is
-- somebody else's.
create or replace function credentials_changed_by_other(p_user uuid, p_at timestamptz) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  with change as materialized (
    select c.created_at, c.xid
    from governance_credential_change c
    where c.user_id = p_user and c.created_at <= p_at
      and c.created_at > p_at - make_interval(hours => coalesce((select cooling_hours from current_policy()), 72))
  ),
  their_own as materialized (
    select o.xmin, o.noted_at
    from (select min(created_at) as first, max(created_at) as last from change having count(*) > 0) span
    cross join lateral own_account_change(p_user, span.first - interval '1 hour', span.last + interval '1 hour') o
  )
  select exists (
    select from change c
    where not exists (
      select from their_own o
      where o.xmin = c.xid::text::bigint % 4294967296
        and o.noted_at between c.created_at - interval '1 hour' and c.created_at + interval '1 hour'))
$$;
