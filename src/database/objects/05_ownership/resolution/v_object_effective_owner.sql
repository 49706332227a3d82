-- The accountable owner of every object and scope that has exactly one; groups resolve as objects of their own.
create or replace view v_object_effective_owner as
select
  k.object_type,
  k.object_ref,
  c.scope,
  c.owner_gov_code,
  c.owner_kind,
  c.source_anchor_type,
  c.source_anchor_ref,
  case c.depth when 0 then 'direct' else 'inherited' end as resolution,
  c.depth
from object_class() k
join class_claim() c on (c.class_type, c.class_ref) = (k.class_type, k.class_ref)
where c.verdict = 'wins';
