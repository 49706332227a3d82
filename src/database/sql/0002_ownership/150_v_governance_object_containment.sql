-- Child in parent: what the registry says of governed collections and their groups, and every further containment.
create view v_governance_object_containment as
select object_type, object_ref, 'group'::text as parent_type, group_code as parent_ref
from v_governance_object_inventory
where group_code is not null
union
select child_type, child_ref, parent_type, parent_ref
from governance_containment;
