-- Guard of what is asserted about ownership (owner rows and waivers). Until a release can carry a ratification into
-- production, they are written on a proven clone only; a row is changed only in how it ends, and deleted only by
-- the rollback of what created it: `one_roof.rollback_tag` must name the row's own `created_by`.
create function ownership_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  ends text[] := array['lifecycle_status', 'effective_to', 'audit_ref', 'rollback_ref', 'updated_at', 'updated_by'];
begin
  if not is_proven_clone() then
    raise exception '% on % is refused: database % is not a proven clone', tg_op, tg_table_name, current_database()
      using errcode = 'OR001',
            hint = 'Owners become active in production through a ratified release. To try a plan, use `one-roof plan apply --clone-only` on a clone.';
  end if;

  if tg_op = 'DELETE' then
    if nullif(current_setting('one_roof.rollback_tag', true), '') is distinct from old.created_by then
      raise exception 'DELETE on % is refused: only the rollback of % may remove its rows', tg_table_name, old.created_by
        using errcode = 'OR003';
    end if;
    return old;
  end if;

  if tg_op = 'UPDATE' and to_jsonb(new) - ends is distinct from to_jsonb(old) - ends then
    raise exception 'UPDATE on % is refused: a change of owner is a new row that supersedes the old one', tg_table_name
      using errcode = 'OR003';
  end if;

  if tg_op = 'UPDATE' and tg_table_name = 'governance_object_ownership' then
    if old.lifecycle_status <> 'active' and new.lifecycle_status = 'active' then
      raise exception 'UPDATE on % is refused: an owner row that has ended does not start again', tg_table_name
        using errcode = 'OR003';
    end if;
    new.updated_at := clock_timestamp();
    new.updated_by := session_user;
  end if;

  if new.created_by not like 'TEST\_CLONE\_%' or new.approval_ref is distinct from 'CLONE-TEST-NO-RATIFICATION' then
    raise exception '% on % is refused: a row on a clone says so: expected created_by TEST_CLONE_… and approval_ref CLONE-TEST-NO-RATIFICATION, found % and %',
      tg_op, tg_table_name, new.created_by, coalesce(new.approval_ref, 'none')
      using errcode = 'OR001';
  end if;

  if tg_table_name = 'governance_object_ownership' then
    if new.lifecycle_status = 'active' and new.effective_from > now() then
      raise exception 'an active owner row is in force from the start: effective_from % is in the future', new.effective_from
        using errcode = 'OR001',
              hint = 'A future owner is a scheduled change, not a second active row.';
    end if;
  end if;

  return new;
end
$$;

create trigger trg_ownership_guard
  before insert or update or delete on governance_object_ownership
  for each row execute function ownership_guard();
create trigger trg_waiver_guard
  before insert or update or delete on governance_owner_waiver
  for each row execute function ownership_guard();
alter table governance_object_ownership enable always trigger trg_ownership_guard;
alter table governance_owner_waiver enable always trigger trg_waiver_guard;
