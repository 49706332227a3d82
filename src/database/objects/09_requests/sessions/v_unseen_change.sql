-- What proves who somebody with a seat is, and did not come about as Directus does it, within the hours of the policy:
--   session_unseen      a session that no log-in came to
--   credentials_unseen  a change of credentials about which Directus noted nothing (the status apart, which it changes
--                       itself)
-- A log-in takes a moment to be noted, and what is younger than five seconds is not judged yet. Whoever can write to
-- Directus's tables can also write what would make this look ordinary: it finds, it proves nothing.
create or replace view v_unseen_change as
with hours as (
  select make_interval(hours => coalesce((select cooling_hours from current_policy()), 72)) as cooling
),
change as materialized (
  select c.* from governance_credential_change c, hours
  where c.created_at > clock_timestamp() - hours.cooling and c.created_at < clock_timestamp() - interval '5 seconds'
    and c.changed <> array['status']
),
noted as materialized (
  select n.user_id, n.xmin
  from (select min(created_at) as first, max(created_at) as last from change having count(*) > 0) span
  cross join lateral account_change(span.first - interval '1 hour', span.last + interval '1 hour') n
)
select 'session_unseen' as kind, s.user_id, null::text as changed, s.created_at, s.created_by, s.token_digest
from governance_session s, hours
where s.login_id is null and s.created_at > clock_timestamp() - hours.cooling
  and s.created_at < clock_timestamp() - interval '5 seconds'
union all
select 'credentials_unseen', c.user_id, array_to_string(c.changed, ', '), c.created_at, c.created_by, null
from change c
where not exists (select from noted n where n.user_id = c.user_id::text and n.xmin = c.xid::text::bigint % 4294967296);
