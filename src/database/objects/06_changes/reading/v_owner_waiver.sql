-- Waivers, in force and planned by the plan in force, and what has become of each:
--   in_effect     nobody owns the cell, and that is decided; of a planned one: so it would be
--   idle          somebody owns the cell, or would: an owner beats a waiver
--   ended         it is over: the cell is a gap where nobody owns it
--   not_required  the cell is not in the inventory
create or replace view v_owner_waiver as
with waiver as (
  select object_type, object_ref, scope::text as scope, reason, expires_at, false as planned
  from governance_owner_waiver
  union all
  select 'collection'::text as object_type, p.object_ref, p.scope, p.reason, p.expires_at, true as planned
  from plan_waiver(current_plan()) p
  where not exists (
    select from governance_owner_waiver w
    where (w.object_type, w.object_ref, w.scope, w.expires_at) = ('collection'::text, p.object_ref, p.scope,
      p.expires_at))
),
-- Few objects have a waiver: only their cells are resolved.
waived as (
  select array_agg(object_type) as types, array_agg(object_ref) as refs
  from (select distinct w.object_type, w.object_ref from waiver w
    join v_governance_object_inventory i using (object_type, object_ref)) o
)
select
  w.object_type,
  w.object_ref,
  w.scope,
  w.reason,
  w.expires_at,
  w.planned,
  c.owner_gov_code,
  p.owner_gov_code as planned_owner,
  case
    when w.expires_at <= now() then 'ended'
    when c.state is null then 'not_required'
    when c.state not in ('gap', 'waived') or (w.planned and p.owner_gov_code is not null) then 'idle'
    else 'in_effect'
  end as state
from waiver w
cross join waived o
left join object_cell(o.types, o.refs) c on (c.object_type, c.object_ref, c.scope) = (w.object_type, w.object_ref,
  w.scope)
left join planned_owner(o.types, o.refs) p on (p.object_type, p.object_ref, p.scope) = (c.object_type, c.object_ref,
  c.scope);
