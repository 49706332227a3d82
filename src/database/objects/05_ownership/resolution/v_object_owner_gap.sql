-- The required cells that nobody owns and nobody waived, and whom the plan in force names for them.
create or replace view v_object_owner_gap as
select object_type, object_ref, scope, group_code, unowned_since, planned_owner
from v_object_cell
where state = 'gap';
