-- What the database knows about the plan in force that a packet must not have: dead owners, and scopes
-- none of whose cells has an owner or a planned one.
select
  (
    select coalesce(jsonb_agg(jsonb_build_object('owner', owner, 'reason', reason) order by owner), '[]')
    from v_dead_owner
  ) as "deadOwners",
  (
    select coalesce(jsonb_agg(jsonb_build_object('scope', scope, 'cells', objects) order by scope), '[]')
    from v_coverage_by_scope
    where objects > waived and covered = 0 and dead = 0 and conflicts = 0 and planned = 0
  ) as "scopesWithoutOwner"
