-- Child in parent: what the registry says of governed collections and their groups, and every further containment.
create or replace view v_governance_object_containment as
select object_type, object_ref, 'group'::text as parent_type, group_code as parent_ref
from v_governance_object_inventory
where group_code is not null
union all
select c.child_type as object_type, c.child_ref as object_ref, c.parent_type, c.parent_ref
from governance_containment c
-- Rather than UNION, which would compare every pair with every other.
where not exists (
  select from v_governance_object_inventory i
  where i.object_type = c.child_type and i.object_ref = c.child_ref and c.parent_type = 'group'
    and c.parent_ref = i.group_code
);
