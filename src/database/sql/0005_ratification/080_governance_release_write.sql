-- What a release wrote, row by row: how each row was before the first of its writes and after the last. Written by the trigger of the
-- ledger while the release is carried out, and by nothing else; its rollback restores exactly this.
create table governance_release_write (
  release_code governance_code not null
    constraint governance_release_write_release_code_fkey references governance_release (release_code),
  relation text not null,
  -- See row_key().
  key text not null,
  -- NULL: there was none.
  before jsonb,
  -- NULL: there is none any more.
  after jsonb,
  constraint governance_release_write_pkey primary key (release_code, relation, key)
);

-- Guard: it is noted from inside the trigger of the table that is written, in the transaction that carries the release out.
create function release_write_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if pg_trigger_depth() < 2 or release_in_progress() is distinct from new.release_code::text then
    raise exception '% on governance_release_write is refused: what release % wrote is noted while it is carried out', tg_op, new.release_code
      using errcode = 'OR003';
  end if;
  return new;
end
$$;
create trigger trg_release_write_guard
  before insert or update on governance_release_write
  for each row execute function release_write_guard();
create trigger trg_release_write_stays
  before delete on governance_release_write
  for each row execute function refuse_change();
create trigger trg_release_write_no_truncate
  before truncate on governance_release_write
  for each statement execute function refuse_change();
alter table governance_release_write enable always trigger trg_release_write_guard;
alter table governance_release_write enable always trigger trg_release_write_stays;
alter table governance_release_write enable always trigger trg_release_write_no_truncate;
