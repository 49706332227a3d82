-- What a release of the plan in force has to write: owners who answer from now on, owners who do not any more, and
-- waivers.
with wanted as (
  select object_type || ':' || object_ref as object, scope, owner_gov_code as owner, is_inherited_anchor as anchor
    from plan_anchor(current_plan())
),
present as (
  select object_type || ':' || object_ref as object, scope::text as scope, owner_gov_code::text as owner,
    is_inherited_anchor as anchor
  from governance_object_ownership
  where owner_kind = 'accountable' and lifecycle_status = 'active'
)
select
  (
    select coalesce(jsonb_agg(jsonb_build_object('object', object, 'scope', scope, 'owner', owner, 'anchor', anchor)
      order by object, scope), '[]')
    from (select * from wanted except select * from present) w
  ) as rows,
  (
    select coalesce(jsonb_agg(jsonb_build_object('object', object, 'scope', scope, 'owner', owner)
      order by object, scope), '[]')
    from (select * from present except select * from wanted) p
  ) as ended,
  (
    select coalesce(
      jsonb_agg(jsonb_build_object('collection', object_ref, 'scope', scope, 'reason', reason, 'expires_at', expires_at)
        order by object_ref, scope), '[]')
    from plan_waiver(current_plan()) p
    where expires_at > now() and not exists (
      select from governance_owner_waiver w where (w.object_type, w.object_ref, w.scope::text) = ('collection',
        p.object_ref, p.scope))
  ) as waivers
