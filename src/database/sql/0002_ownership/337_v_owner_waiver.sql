-- Waivers, in force and proposed by the plan in force, and what has become of each:
--   in_effect     nobody owns the cell, and that is decided; of a proposed one: so it would be
--   idle          somebody owns the cell, or would: an owner beats a waiver
--   ended         it is over: the cell is a gap where nobody owns it
--   not_required  the cell is not in the inventory
create view v_owner_waiver as
select
  w.object_type,
  w.object_ref,
  w.scope,
  w.reason,
  w.expires_at,
  w.proposed,
  c.owner_gov_code,
  c.proposed_owner,
  case
    when w.expires_at <= now() then 'ended'
    when c.state is null then 'not_required'
    when c.state not in ('gap', 'waived') or (w.proposed and c.proposed_owner is not null) then 'idle'
    else 'in_effect'
  end as state
from (
  select object_type, object_ref, scope::text as scope, reason, expires_at, false as proposed
  from governance_owner_waiver
  union all
  select 'collection'::text as object_type, p.object_ref, p.scope, p.reason, p.expires_at, true as proposed
  from plan_waiver(current_plan()) p
  where not exists (
    select from governance_owner_waiver w
    where (w.object_type, w.object_ref, w.scope, w.expires_at) = ('collection'::text, p.object_ref, p.scope, p.expires_at))
) w
left join v_object_cell c on (c.object_type, c.object_ref, c.scope) = (w.object_type, w.object_ref, w.scope);
