-- Table rule of the vocabulary: a type comes in inactive, becomes active only where that is ratified, is not changed
-- while it is active, and never goes away. To make it inactive again needs nobody's leave.
create or replace function event_type_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  switch text[] := array['active', 'activated_by', 'activation_approval_ref'];
begin
  if tg_op = 'DELETE' then
    raise exception 'DELETE on event_type_registry is refused: a type that is no longer used is inactive'
      using errcode = 'OR003';
  end if;
  if new.active and (
    tg_op = 'INSERT'
    or not old.active and not event_type_is_ratified(new.event_domain, new.event_type, new.activation_approval_ref)
  ) then
    raise exception 'activating (%, %) is refused: no applied approval with the action activate_event_type (found: %)',
      new.event_domain, new.event_type, coalesce(new.activation_approval_ref, 'none')
      using errcode = 'OR036',
            hint = 'The council votes, the president signs, and the release executor applies the approval. Software cannot do this.';
  end if;
  if tg_op = 'UPDATE' and (
    (new.event_domain, new.event_type) is distinct from (old.event_domain, old.event_type)
    or new.active and old.active and new is distinct from old
    or new.active and to_jsonb(new) - switch is distinct from to_jsonb(old) - switch
  ) then
    raise exception 'UPDATE on event_type_registry is refused: (%, %) keeps its name, and all else while it is active',
      old.event_domain, old.event_type
      using errcode = 'OR003';
  end if;
  if new.active and not old.active and not is_proven_clone() then
    perform consume_approval(new.activation_approval_ref, 'one-roof:activate_event_type');
  end if;
  return new;
end
$$;

create or replace trigger trg_event_type_guard
  before insert or update or delete on event_type_registry
  for each row execute function event_type_guard();
alter table event_type_registry enable always trigger trg_event_type_guard;
