-- Table rule: containment has no cycles and is less than 64 deep. Writers are serialised, because two that each close
-- half of a circle would both see none.
create or replace function containment_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  above integer;
  below integer;
  circular boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_containment', 0));

  with recursive climb as (
    select parent_type as object_type, parent_ref as object_ref, 1 as depth
    from (values (new.parent_type, new.parent_ref)) as start (parent_type, parent_ref)
    union
    select e.parent_type, e.parent_ref, c.depth + 1
    from climb c
    join v_governance_object_containment e on (e.object_type, e.object_ref) = (c.object_type, c.object_ref)
    where c.depth < 64
  )
  select max(depth), bool_or((object_type, object_ref) = (new.child_type, new.child_ref)) into above, circular
    from climb;

  with recursive descent as (
    select new.child_type as object_type, new.child_ref as object_ref, 0 as depth
    union
    select e.object_type, e.object_ref, d.depth + 1
    from descent d
    join v_governance_object_containment e on (e.parent_type, e.parent_ref) = (d.object_type, d.object_ref)
    where d.depth < 64
  )
  select max(depth) into below from descent;

  if circular then
    raise exception '%:% cannot be contained in %:%, which it contains itself', new.child_type, new.child_ref,
      new.parent_type, new.parent_ref
      using errcode = 'OR004';
  end if;
  if above + below >= 64 then
    raise exception '%:%, or what it contains, would be contained more than 63 levels deep', new.child_type,
      new.child_ref
      using errcode = 'OR004';
  end if;
  return new;
end
$$;

create or replace trigger trg_containment_guard
  before insert or update on governance_containment
  for each row execute function containment_guard();
alter table governance_containment enable always trigger trg_containment_guard;
