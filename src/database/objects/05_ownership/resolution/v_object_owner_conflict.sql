-- Cells with more than one nearest accountable owner. Our own writes cannot make one at depth 0 (unique index);
-- adopted data and two anchors at equal depth can.
create or replace view v_object_owner_conflict as
select
  k.object_type,
  k.object_ref,
  c.scope,
  array_agg(distinct c.owner_gov_code order by c.owner_gov_code) as owners
from object_class() k
join class_claim() c on (c.class_type, c.class_ref) = (k.class_type, k.class_ref)
where c.verdict = 'conflicting'
group by k.object_type, k.object_ref, c.scope;
