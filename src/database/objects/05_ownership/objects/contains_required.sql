-- Whether an object is in the inventory, or contains, at any depth, something that is.
create or replace function contains_required(p_object_type text, p_object_ref text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  with recursive descent as (
    select p_object_type as object_type, p_object_ref as object_ref
    union
    select e.object_type, e.object_ref
    from descent d
    join v_governance_object_containment e on (e.parent_type, e.parent_ref) = (d.object_type, d.object_ref)
  )
  select exists (select from descent join v_governance_object_inventory using (object_type, object_ref))
$$;
