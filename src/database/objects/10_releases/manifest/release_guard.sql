-- Table rule of releases: what a release is about stays as it was drafted, and its status moves one way, with proof:
--   draft → rehearsed       a rehearsal of exactly this packet is recorded, and counts
--   rehearsed → ratified people approved exactly this packet (without a rehearsal too where the profile asks for none)
--   ratified → rehearsed its request came to nothing, and another one asks about exactly this packet; `draft` where it
--   never was rehearsed ratified → applied in the transaction that carries it out; the figures are the planned ones,
--   the relations those that its
--                           tiers name, and the fingerprint, where one was taken, is the rehearsed one
--   applied → rolled_back   in the transaction that takes it back; nothing of it is left
-- On a proven clone the simulated approval stands for rehearsal and approval.
create or replace function release_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  moves text[] := array[
    'status', 'request_code', 'run_xid', 'entry_fingerprint', 'rehearsed_fingerprint', 'exit_fingerprint', 'applied_at',
    'rolled_back_at', 'log'];
  simulated boolean := tg_op <> 'DELETE' and approval_is_simulated(new.release_code::text, new.packet_tree_sha256);
  step text;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'draft' or new.run_xid is not null or new.log <> '[]'
      or coalesce(new.entry_fingerprint, new.rehearsed_fingerprint, new.exit_fingerprint) is not null then
      raise exception 'INSERT on governance_release is refused: a new release % must be a draft without a history',
        new.release_code
        using errcode = 'OR073';
    end if;
    if relation_problem(new.plan) is not null then
      raise exception 'release % cannot install what its tiers name: %', new.release_code, relation_problem(new.plan)
        using errcode = 'OR073', hint = 'Build the packet with `one-roof release build`.';
    end if;
    return new;
  end if;

  if tg_op = 'DELETE' or to_jsonb(new) - moves is distinct from to_jsonb(old) - moves then
    raise exception '% on governance_release is refused: the content of release % cannot be changed after it was drafted', tg_op, old.release_code
      using errcode = 'OR073',
            hint = 'Build another packet, with another release code.';
  end if;
  if new.request_code is distinct from old.request_code and not (
    old.status in ('draft', 'rehearsed', 'ratified') and release_may_be_asked_anew(old)
    and exists (
      select from approval_requests q
      where q.code = new.request_code and q.subject = 'release:' || new.release_code
        and q.packet_tree_sha256 = new.packet_tree_sha256)
  ) then
    raise exception 'release % cannot have another request: the one that it has is still open', old.release_code
      using errcode = 'OR073';
  end if;
  if new.log is distinct from old.log and (
    select jsonb_agg(entry order by place) from jsonb_array_elements(new.log) with ordinality as l (entry, place)
    where place <= jsonb_array_length(old.log)
  ) is distinct from nullif(old.log, '[]') then
    raise exception 'the log of release % is append-only', old.release_code using errcode = 'OR003';
  end if;

  if new.run_xid is distinct from old.run_xid and not (
    new.run_xid = pg_current_xact_id() and (
      old.status = 'applied' or old.status = 'ratified' and (simulated or window_is_used(new.release_code::text)))
  ) then
    raise exception 'release % is not begun: % has used no window for it', old.release_code,
      current_setting('application_name')
      using errcode = 'OR072',
            hint = 'A release is begun by begin_release(), which uses its window in the same transaction.';
  end if;

  if (new.entry_fingerprint, new.exit_fingerprint, new.applied_at, new.rolled_back_at)
    is distinct from (old.entry_fingerprint, old.exit_fingerprint, old.applied_at, old.rolled_back_at)
    and new.status = old.status
    -- psql takes no fingerprints: they are filled in by who verifies it afterwards.
    and not (old.status = 'applied' and old.exit_fingerprint is null
      and new.exit_fingerprint is not distinct from old.rehearsed_fingerprint
      and (new.entry_fingerprint, new.applied_at, new.rolled_back_at) is not distinct from (old.entry_fingerprint,
        old.applied_at, old.rolled_back_at))
  then
    raise exception 'the fingerprints of release % are written only when its status changes', old.release_code
      using errcode = 'OR073';
  end if;
  if new.rehearsed_fingerprint is distinct from old.rehearsed_fingerprint
    and not (old.status = 'draft' and (simulated or exists (
    select from governance_rehearsal h
    where h.packet_tree_sha256 = new.packet_tree_sha256 and h.release_code = new.release_code
      and h.after_apply = new.rehearsed_fingerprint
      and row_counts(row_digest(h)))))
  then
    raise exception 'no rehearsal of this packet ended with fingerprint %', new.rehearsed_fingerprint
      using errcode = 'OR073';
  end if;

  if new.status is distinct from old.status then
    step := old.status || ' → ' || new.status;
    if not coalesce(case step
      when 'draft → rehearsed' then simulated or exists (
        select from governance_rehearsal h where h.packet_tree_sha256 = new.packet_tree_sha256
          and h.release_code = new.release_code
          and row_counts(row_digest(h)))
      when 'draft → ratified' then governance_profile() = 'two_person' and release_is_approved(new.release_code::text)
      when 'rehearsed → ratified' then simulated or release_is_approved(new.release_code::text)
      -- Asked anew: what people said about the request before is no word about this one.
      when 'ratified → rehearsed' then new.request_code is distinct from old.request_code
      when 'ratified → draft' then new.request_code is distinct from old.request_code
      when 'ratified → applied' then
        new.run_xid = pg_current_xact_id() and release_figures() @> (new.plan -> 'to')
        and added_relations() = relations_of(new.plan, true) and missing_relations(new.plan) is null
        and (new.exit_fingerprint is null or new.rehearsed_fingerprint is null
          or new.exit_fingerprint = new.rehearsed_fingerprint)
      when 'applied → rolled_back' then
        new.run_xid = pg_current_xact_id() and not release_left_rows(new.release_code::text)
        and not exists (select from v_release_relation v where v.release = new.release_code::text)
    end, false) then
      raise exception 'release % does not go from % to %: %', new.release_code, old.status, new.status, case
          when step = 'draft → rehearsed' then 'no rehearsal of its packet counts'
          when step = 'draft → ratified' and governance_profile() <> 'two_person'
            then 'no rehearsal of its packet counts'
          when new.status = 'ratified' then 'its request is not approved and signed'
          when step in ('ratified → rehearsed', 'ratified → draft') then 'it was not requested again'
          when step = 'ratified → applied' then 'the database differs from the result of the packet'
          when step = 'applied → rolled_back' and release_left_rows(new.release_code::text)
            then 'rows that it wrote are still there'
          when step = 'applied → rolled_back' then 'relations that it installed are still there'
          else 'there is no such step' end
        using errcode = 'OR073',
              hint = 'The status follows from the runs: `one-roof release status` shows the next step.';
    end if;
    if step = 'ratified → applied' and not simulated then
      perform consume_approval(new.request_code, 'one-roof:authorize_build_step');
    end if;
  end if;
  return new;
end
$$;

create or replace trigger trg_release_guard
  before insert or update or delete on governance_release
  for each row execute function release_guard();
alter table governance_release enable always trigger trg_release_guard;
