-- The existing cells that they touch.
create or replace view v_waiting_change_cell as
select c.change_id, c.object_type, c.object_ref, c.scope::text as scope, c.change, c.was, c.will
from governance_proposed_change_cell c
join v_waiting_change p on p.id = c.change_id;
