-- The existing cells that they touch. What was stored before decision 63 calls the planned owner `proposed`.
create or replace view v_waiting_change_cell as
select
  c.change_id, c.object_type, c.object_ref, c.scope::text as scope, c.change,
  case when c.was ? 'proposed' then
    c.was - array['proposed', 'proposed_alive']
      || jsonb_build_object('planned_owner', c.was -> 'proposed', 'planned_owner_alive', c.was -> 'proposed_alive')
    else c.was
  end as was,
  case when c.will ? 'proposed' then
    c.will - array['proposed', 'proposed_alive']
      || jsonb_build_object('planned_owner', c.will -> 'proposed', 'planned_owner_alive', c.will -> 'proposed_alive')
    else c.will
  end as will
from governance_proposed_change_cell c
join v_waiting_change w on w.id = c.change_id;
