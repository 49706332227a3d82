-- The tables and views that releases installed, in the order in which they came: the one place that says so. It is made
-- of the manifests of the releases that are applied. Of the release that this transaction applies or rolls back, and of
-- a what-if, those that are there at this moment are listed.
create or replace view v_release_relation as
select
  r.release,
  (t.tier ->> 'tier')::integer as tier,
  n.relation ->> 'name' as relation,
  n.relation ->> 'kind' as kind,
  -- Whether every change of a row is in the ledger, the rows are a part of the fingerprint, and a release locks and
  -- restores them.
  n.relation -> 'asserts' = 'true' as asserts,
  row_number() over (order by r.applied_at, r.release, t.place, n.place) as place
from (
  select release_code::text as release, plan, applied_at, run_xid = pg_current_xact_id_if_assigned() as is_running
  from governance_release
  where status = 'applied' or status = 'ratified' and run_xid = pg_current_xact_id_if_assigned()
  union all
  select null::text as release, jsonb_build_object('tiers', tiers) as plan, null::timestamptz as applied_at,
    true as is_running
  from governance_what_if
  where xid = pg_current_xact_id_if_assigned()
) as r
cross join lateral jsonb_path_query(r.plan, '$.tiers[*]') with ordinality as t (tier, place)
cross join lateral jsonb_path_query(t.tier, '$.relations[*]') with ordinality as n (relation, place)
where r.is_running is not true or to_regclass(:'schema' || '.' || (n.relation ->> 'name')) is not null;
