-- $1 object type, $2 object ref. One row per active scope with the whole why-chain.
with claim as materialized (
  select * from object_owner_claim(array[$1], array[$2])
)
select
  s.code as scope,
  coalesce(c.state, 'not_required') as state,
  w.owner_gov_code as owner,
  o.name as owner_name,
  w.owner_kind,
  o.alive as owner_alive,
  case when w.depth = 0 then 'direct' when w.depth > 0 then 'inherited' end as resolution,
  w.source_anchor_type,
  w.source_anchor_ref,
  w.depth,
  p.owner_gov_code as planned_owner,
  r.name as planned_owner_name,
  p.anchor_type as planned_anchor_type,
  p.anchor_ref as planned_anchor_ref,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'owner', m.owner_gov_code, 'owner_kind', m.owner_kind, 'source_anchor_type', m.source_anchor_type,
        'source_anchor_ref', m.source_anchor_ref, 'depth', m.depth, 'verdict', m.verdict
      ) order by m.depth, m.verdict = 'wins' desc, m.ownership_id)
    from claim m where m.scope = s.code
  ), '[]') as why
from governance_responsibility_scope s
left join object_cell(array[$1], array[$2]) c
  on c.scope = s.code and exists (select from v_governance_object_inventory where (object_type, object_ref) = ($1, $2))
left join claim w on w.scope = s.code and w.verdict = 'wins'
left join v_governance_owner o on o.code = w.owner_gov_code
left join planned_owner(array[$1], array[$2]) p on p.scope = s.code
left join governance_registry r on r.code = p.owner_gov_code
where s.status = 'active'
order by s.sort, s.code
