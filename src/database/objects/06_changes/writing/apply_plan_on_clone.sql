-- Writes the owner rows and waivers of the plan in force, on a proven clone (the table rule sees to that).
-- Returns the tag that the rows carry in `created_by`.
create or replace function apply_plan_on_clone() returns text
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  tag text := (select 'TEST_CLONE_PLAN_' || max(id) from governance_plan);
begin
  insert into governance_object_ownership
    (object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, approval_ref, source_design_ref,
      created_by, updated_by)
    select object_type, object_ref, scope, 'accountable', owner_gov_code, is_inherited_anchor,
      'CLONE-TEST-NO-RATIFICATION', 'plan', tag, tag
    from plan_anchor(current_plan());
  insert into governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
    select 'collection', object_ref, scope, reason, 'CLONE-TEST-NO-RATIFICATION', expires_at, tag
    from plan_waiver(current_plan());
  return tag;
end
$$;
