-- $1 the ids of Directus roles, $2 the collections that may be counted, NULL for all. One row per owner that stands for
-- one of the roles; `objects` is of all of them together.
with mine as materialized (
  select * from role_responsibility($1)
  where $2::text[] is null or (object_type = 'collection' and object_ref = any ($2))
)
select
  r.code as owner,
  r.name as owner_name,
  r.description,
  r.status = 'retired' as retired,
  count(*) filter (where m.relation = 'accountable') as accountable,
  count(*) filter (where m.relation = 'planned') as planned,
  count(*) filter (where m.relation = 'conflict') as conflict,
  count(*) filter (where m.relation = 'owner_dead') as owner_dead,
  count(*) filter (where m.relation = 'waived') as waived,
  (select count(distinct (object_type, object_ref)) from mine) as objects
from governance_registry r
left join mine m on m.owner_gov_code = r.code
where r.directus_role = any ($1) and (r.status = 'active' or m.owner_gov_code is not null)
group by r.code
order by r.code
