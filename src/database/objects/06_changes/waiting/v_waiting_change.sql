-- The changes that wait for a release: critical drift, until one brings them into effect or they are withdrawn.
create or replace view v_waiting_change as
select id, origin, summary, cells, created_at as waiting_since, created_by
from governance_proposed_change
where status = 'open';
