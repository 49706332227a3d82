-- Table rule of seats: filled with the first policy, in the same transaction; from then on filled and vacated as a
-- request says that the holders ratified, all of it in one transaction. Nobody holds two seats, under whatever account.
create or replace function seat_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  asked approval_requests;
  person record;
  change jsonb;
  ref text := case tg_op when 'INSERT' then new.approval_ref else new.vacated_ref end;
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and (
    old.vacated_at is not null or new.vacated_ref is null
    or to_jsonb(new) - array['vacated_at', 'vacated_ref']
      is distinct from to_jsonb(old) - array['vacated_at', 'vacated_ref']))
  then
    raise exception '% on governance_seat is refused: a seat is filled once and vacated once', tg_op
      using errcode = 'OR003';
  end if;

  if tg_op = 'INSERT' then
    select * into person from directus_person(new.user_id);
    if person.active is not true or person.role is null then
      raise exception 'Seat % for % is refused: expected an active Directus user with a role', new.seat, new.person
        using errcode = 'OR060';
    end if;
    if exists (select from governance_seat s where s.vacated_at is null and same_human(s.user_id, new.user_id)) then
      raise exception 'Seat % for % is refused: this human holds a seat already', new.seat, new.person
        using errcode = 'OR060';
    end if;
    new.directus_role := person.role;
    new.since := clock_timestamp();
    new.vacated_at := null;
    new.vacated_ref := null;
    new.xid := pg_current_xact_id();
  else
    new.vacated_at := clock_timestamp();
  end if;

  if ref = 'BOOTSTRAP' then
    if tg_op <> 'INSERT' or not exists (select from governance_policy p
      where p.approval_ref = 'BOOTSTRAP' and p.xid = pg_current_xact_id()) then
      raise exception 'Seat % for % is refused: seats are changed by a request that their holders ratify', new.seat,
        new.person using errcode = 'OR060';
    end if;
    return new;
  end if;
  asked := require_applied_by('one-roof:delegate_authority', ref);
  change := change_of(new, case tg_op when 'INSERT' then 'fill' else 'vacate' end);
  if not exists (select from delegated_changes(asked) c where c = change) then
    raise exception 'Seat % for % is refused: request % does not ask for %', new.seat, new.person, ref, change
      using errcode = 'OR060';
  end if;
  return new;
end
$$;

create or replace trigger trg_seat_guard
  before insert or update or delete on governance_seat
  for each row execute function seat_guard();
alter table governance_seat enable always trigger trg_seat_guard;
