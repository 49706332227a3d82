-- $1 a scope, or null for all of them. Per required collection who answers for it, in the order of the scopes, or else
-- who is planned; with the names the plan in force gives these owners outside of Directus. One row.
with said as (
  select
    c.object_ref, coalesce(c.owner_gov_code, c.planned_owner) as owner, bool_and(c.owner_gov_code is null) as planned,
    min(c.scope_sort) as place
  from v_object_cell c
  where c.object_type = 'collection' and ($1::text is null or c.scope = $1)
  group by 1, 2
)
select coalesce(jsonb_agg(line order by line ->> 'collection'), '[]') as lines
from (
  select jsonb_build_object(
    'collection', object_ref,
    'owners', coalesce(
      jsonb_agg(
        jsonb_build_object(
          'owner', owner, 'planned', planned,
          'names', coalesce(current_plan() -> 'owners' -> owner -> 'codeowners', '[]'))
        order by place, owner) filter (where owner is not null),
      '[]')) as line
  from said
  group by object_ref
) as lines
