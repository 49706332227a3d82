-- Table rule: once a release was applied, nobody's accountability changes by the way. What an owner is to a cell is
-- inherited, so each of these changes who answers for existing cells, or takes some out of what is required:
--   a required collection gets another group, or is no longer required; one that becomes required contains something
--   that is an owner who is accountable for something is retired, taken back, or stands for another Directus role an
--   active scope is retired something is contained in something else, or no longer, that is or contains what is
--   required
-- Adding cells is free. A what-if may do all of it, and is told that it would have to wait.
create or replace function silent_change_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  subject text;
begin
  if not changes_wait() then
    return case tg_op when 'DELETE' then old else new end;
  end if;

  if tg_op = 'TRUNCATE' then
    subject := 'everything in ' || tg_table_name;
  elsif tg_table_name = 'collection_registry' then
    -- `required_since` is set while the collection is in the inventory (set_required_since, which runs before this).
    if tg_op <> 'INSERT' and old.required_since is not null
      and (tg_op = 'DELETE' or new.required_since is null
        or (new.collection_name, new."group") is distinct from (old.collection_name, old."group"))
    then
      subject := 'collection:' || old.collection_name;
    elsif tg_op <> 'DELETE' and new.required_since is not null and (tg_op = 'INSERT' or old.required_since is null)
      and contains_required('collection', new.collection_name)
    then
      subject := 'collection:' || new.collection_name;
    end if;
  elsif tg_table_name = 'governance_registry' then
    if (new.status, new.directus_role) is distinct from (old.status, old.directus_role) and exists (
      select from governance_object_ownership
      where owner_gov_code = old.code and owner_kind = 'accountable' and lifecycle_status = 'active'
    ) then
      subject := 'owner:' || old.code;
    end if;
  elsif tg_table_name = 'governance_responsibility_scope' then
    if old.status = 'active' and (tg_op = 'DELETE'
      or (new.code, new.status) is distinct from (old.code, old.status)) then
      subject := 'scope:' || old.code;
    end if;
  elsif tg_op <> 'INSERT' and contains_required(old.child_type, old.child_ref) then
    subject := old.child_type || ':' || old.child_ref;
  elsif tg_op <> 'DELETE' and contains_required(new.child_type, new.child_ref) then
    subject := new.child_type || ':' || new.child_ref;
  end if;

  if subject is not null and is_what_if() then
    update governance_what_if set needs_release = true where xid = pg_current_xact_id() and not needs_release;
  elsif subject is not null then
    raise exception '% on % is refused: it could change who answers for existing cells (%), and a release was applied',
      tg_op, tg_table_name, subject
      using errcode = 'OR006',
            hint = 'Say it in a plan: `one-roof plan register` keeps it waiting, and a release applies it.';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

-- The name sorts behind trg_required_since, whose value it reads.
create or replace trigger trg_silent_change
  before insert or update or delete on collection_registry
  for each row execute function silent_change_guard();
create or replace trigger trg_silent_truncate
  before truncate on collection_registry
  for each statement execute function silent_change_guard();
create or replace trigger trg_silent_change
  before update on governance_registry
  for each row execute function silent_change_guard();
create or replace trigger trg_silent_change
  before update or delete on governance_responsibility_scope
  for each row execute function silent_change_guard();
create or replace trigger trg_silent_change
  before insert or update or delete on governance_containment
  for each row execute function silent_change_guard();
create or replace trigger trg_silent_truncate
  before truncate on governance_containment
  for each statement execute function silent_change_guard();
alter table collection_registry enable always trigger trg_silent_change;
alter table collection_registry enable always trigger trg_silent_truncate;
alter table governance_registry enable always trigger trg_silent_change;
alter table governance_responsibility_scope enable always trigger trg_silent_change;
alter table governance_containment enable always trigger trg_silent_change;
alter table governance_containment enable always trigger trg_silent_truncate;
