-- One row per required cell (inventory object × active scope) with its one state.
create or replace view v_object_cell as
select
  i.object_type,
  i.object_ref,
  i.group_code,
  c.scope,
  c.scope_sort,
  c.state,
  c.owner_gov_code,
  c.resolution,
  c.source_anchor_type,
  c.source_anchor_ref,
  c.depth,
  c.planned_owner,
  -- Since when nobody owns it: required since then, or since the last owner row ended.
  greatest(i.required_since, c.scope_since, c.last_owner_ended_at) as unowned_since
from v_governance_object_inventory i
join object_class() k on (k.object_type, k.object_ref) = (i.object_type, i.object_ref)
join class_cell() c on (c.class_type, c.class_ref) = (k.class_type, k.class_ref);
