-- What whoever acts for these Directus roles has to do with the required cells: one row for each cell and owner of
-- theirs.
--   accountable  the owner answers for the cell
--   owner_dead   the owner is named for the cell, but is retired: nobody answers
--   conflict     the owner is one of several that are equally near: nobody answers
--   waived       the plan in force names the owner, but it was decided that nobody owns the cell, until `waived_until`
--   planned      the plan in force names the owner; `state` and `current_owner` say how the cell is until a release
-- The anchor is where the owner is stated or, of a planned owner, would be. Classes come first, their objects last.
create or replace function role_responsibility(p_roles uuid[])
returns table (
  object_type text, object_ref text, group_code text, place text, scope text, scope_sort integer, relation text,
  owner_gov_code text, owner_name text, state text, current_owner text, anchor_type text, anchor_ref text,
  waived_until timestamptz
)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with mine as materialized (
    select code::text as owner, name from governance_registry where directus_role = any (p_roles)
  ),
  cell as materialized (
    select * from class_cell() where exists (select from mine)
  ),
  conflicting as materialized (
    select
      c.class_type, c.class_ref, c.scope, c.owner_gov_code,
      min(c.source_anchor_type) as anchor_type, min(c.source_anchor_ref) as anchor_ref
    from class_claim() c
    join mine on mine.owner = c.owner_gov_code
    where c.verdict = 'conflicting'
    group by c.class_type, c.class_ref, c.scope, c.owner_gov_code
  ),
  planned as (
    select p.*
    from (select array_agg(class_type) as types, array_agg(class_ref) as refs
      from (select distinct class_type, class_ref from cell) k) every
    cross join planned_owner(every.types, every.refs) p
  ),
  stake as (
    select
      class_type, class_ref, scope, case state when 'owner_dead' then 'owner_dead' else 'accountable' end as relation,
      owner_gov_code as owner, source_anchor_type as anchor_type, source_anchor_ref as anchor_ref
    from cell
    where owner_gov_code is not null
    union all
    select class_type, class_ref, scope, 'conflict', owner_gov_code, anchor_type, anchor_ref from conflicting
    union all
    select
      c.class_type, c.class_ref, c.scope, case c.state when 'waived' then 'waived' else 'planned' end,
      p.owner_gov_code, p.anchor_type, p.anchor_ref
    from cell c
    join planned p on (p.object_type, p.object_ref, p.scope) = (c.class_type, c.class_ref, c.scope)
    left join conflicting x
      on (x.class_type, x.class_ref, x.scope, x.owner_gov_code) = (c.class_type, c.class_ref, c.scope, p.owner_gov_code)
    where c.owner_gov_code is distinct from p.owner_gov_code and x.class_ref is null
  )
  select
    i.object_type, i.object_ref, i.group_code, coalesce(i.group_code, '~none'), c.scope, c.scope_sort, s.relation,
    s.owner, mine.name, c.state, c.owner_gov_code, s.anchor_type, s.anchor_ref,
    case s.relation when 'waived' then w.expires_at end
  from stake s
  join mine on mine.owner = s.owner
  join cell c on (c.class_type, c.class_ref, c.scope) = (s.class_type, s.class_ref, s.scope)
  join object_class() k on (k.class_type, k.class_ref) = (s.class_type, s.class_ref)
  join v_governance_object_inventory i on (i.object_type, i.object_ref) = (k.object_type, k.object_ref)
  left join governance_owner_waiver w on (w.object_type, w.object_ref, w.scope) = (i.object_type, i.object_ref,
    c.scope);
end
$$;
