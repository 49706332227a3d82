-- Table rule: a release is carried out and taken back as a whole. Where a transaction wrote rows of a release, the
-- release is applied when it ends; where it removed some, the release is not applied any more. What either takes is
-- proven to release_guard().
create or replace function release_is_whole() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  tag text := case tg_op when 'DELETE' then old.created_by else new.created_by end;
  release governance_release;
begin
  select * into release from governance_release where release_tag(release_code::text) = tag;
  if release.release_code is not null and (release.status = 'applied') <> (tg_op = 'INSERT') then
    raise exception 'release % is %, and rows of it would be %: it is carried out and taken back as a whole',
      release.release_code, release.status, case tg_op when 'INSERT' then 'there' else 'gone' end
      using errcode = 'OR079',
            hint = 'Use `one-roof release apply` and `one-roof release rollback`, or the packet''s 99_run_all.sql and 99_rollback_full.sql.';
  end if;
  return null;
end
$$;

drop trigger if exists trg_release_is_whole on governance_object_ownership;
create constraint trigger trg_release_is_whole
  after insert or delete on governance_object_ownership
  deferrable initially deferred
  for each row execute function release_is_whole();
drop trigger if exists trg_release_is_whole on governance_owner_waiver;
create constraint trigger trg_release_is_whole
  after insert or delete on governance_owner_waiver
  deferrable initially deferred
  for each row execute function release_is_whole();
alter table governance_object_ownership enable always trigger trg_release_is_whole;
alter table governance_owner_waiver enable always trigger trg_release_is_whole;
