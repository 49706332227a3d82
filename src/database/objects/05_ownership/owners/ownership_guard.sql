-- Table rule of what is asserted about ownership (owner rows and waivers). In production they are written by a release
-- that is being carried out, and say which; on a proven clone they say that they are a clone's. A row is changed only
-- in how it ends, and deleted only by the rollback of what created it: `one_roof.rollback_tag` must name the row's own
-- `created_by`. A what-if may do all of it.
create or replace function ownership_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  ends text[] := array['lifecycle_status', 'effective_to', 'audit_ref', 'rollback_ref', 'updated_at', 'updated_by'];
  on_clone boolean := is_proven_clone();
  release text := coalesce(release_in_progress(), rollback_in_progress());
  rolled_back text := nullif(current_setting('one_roof.rollback_tag', true), '');
begin
  if is_what_if() then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if not on_clone and release is null then
    raise exception '% on % is refused: database % is not a proven clone, and no release is in progress', tg_op,
      tg_table_name, current_database()
      using errcode = 'OR001',
            hint = 'Owners become active in production through a ratified release. To try a plan, use `one-roof plan apply --clone-only` on a clone.';
  end if;
  -- The rollback of a release takes back that release.
  if rolled_back is not null and not on_clone and (rollback_in_progress() is null
    or rolled_back <> release_tag(rollback_in_progress())) then
    rolled_back := null;
  end if;

  if tg_op = 'DELETE' then
    if rolled_back is distinct from old.created_by then
      raise exception 'DELETE on % is refused: only the rollback of % may remove its rows', tg_table_name,
        old.created_by
        using errcode = 'OR003';
    end if;
    return old;
  end if;

  if tg_op = 'UPDATE' and to_jsonb(new) - ends is distinct from to_jsonb(old) - ends then
    raise exception 'UPDATE on % is refused: a change of owner is a new row that supersedes the old one', tg_table_name
      using errcode = 'OR003';
  end if;

  if tg_op = 'UPDATE' and tg_table_name = 'governance_object_ownership' then
    if old.lifecycle_status <> 'active' and new.lifecycle_status = 'active'
      and (rolled_back = old.rollback_ref) is not true then
      raise exception 'UPDATE on % is refused: an owner row that has ended cannot start again', tg_table_name
        using errcode = 'OR003',
              hint = 'Only the rollback of what ended it revives it.';
    end if;
    -- Otherwise its rollback could not bring the row back.
    if not on_clone and rollback_in_progress() is null and new.rollback_ref is distinct from release_tag(release) then
      raise exception 'UPDATE on % is refused: a release ends a row with its own tag: expected rollback_ref %, found %',
        tg_table_name, release_tag(release), coalesce(new.rollback_ref, 'none')
        using errcode = 'OR001';
    end if;
    new.updated_at := clock_timestamp();
    new.updated_by := session_user;
  end if;

  if tg_op = 'INSERT' then
    if on_clone and (new.created_by not like 'TEST\_CLONE\_%'
      or new.approval_ref is distinct from 'CLONE-TEST-NO-RATIFICATION') then
      raise exception '% on % is refused: a row on a clone must be marked as such: expected created_by TEST_CLONE_… and approval_ref CLONE-TEST-NO-RATIFICATION, found % and %',
        tg_op, tg_table_name, new.created_by, coalesce(new.approval_ref, 'none')
        using errcode = 'OR001';
    end if;
    if not on_clone and (
      release_in_progress() is null or (new.created_by, new.approval_ref)
        is distinct from (release_tag(release), release_approval(release))
    ) then
      raise exception '% on % is refused: a row of a release must name it: expected created_by % and approval_ref %, found % and %',
        tg_op, tg_table_name, release_tag(release), release_approval(release), new.created_by,
        coalesce(new.approval_ref, 'none')
        using errcode = 'OR001';
    end if;
  end if;

  if tg_table_name = 'governance_object_ownership' then
    if new.lifecycle_status = 'active' and new.effective_from > now() then
      raise exception 'an active owner row is in force from the start: effective_from % is in the future',
        new.effective_from
        using errcode = 'OR001',
              hint = 'A future owner is a scheduled change, not a second active row.';
    end if;
  end if;

  return new;
end
$$;

create or replace trigger trg_ownership_guard
  before insert or update or delete on governance_object_ownership
  for each row execute function ownership_guard();
create or replace trigger trg_waiver_guard
  before insert or update or delete on governance_owner_waiver
  for each row execute function ownership_guard();
alter table governance_object_ownership enable always trigger trg_ownership_guard;
alter table governance_owner_waiver enable always trigger trg_waiver_guard;
