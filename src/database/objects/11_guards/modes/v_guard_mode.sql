-- How the guards work for each collection: as its group does where that has a row of its own, otherwise as the
-- deployment does.
create or replace view v_guard_mode as
select r.collection_name, coalesce(g.mode, d.mode, 'off') as mode
from collection_registry r
left join governance_enforcement g on g.group_code = r."group"
left join governance_enforcement d on d.group_code is null;
