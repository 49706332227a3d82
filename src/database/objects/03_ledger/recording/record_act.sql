-- Writes an act to the ledger. Who, why and by which approval is said before, for the transaction: one_roof.actor,
-- one_roof.actor_kind, one_roof.reason, one_roof.approval, one_roof.action. An actor that is not set defaults to the
-- session user. Refused without a reason. p_relation, p_operation and p_row_count are for the triggers of the tables
-- that are changed.
create or replace function record_act(
  p_action text, p_object text, p_before jsonb default null, p_after jsonb default null,
  p_relation text default null, p_operation text default null, p_row_count bigint default null
) returns bigint
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  salt uuid := gen_random_uuid();
  actor text := coalesce(nullif(current_setting('one_roof.actor', true), ''), 'session:' || session_user);
  reason text := nullif(btrim(current_setting('one_roof.reason', true)), '');
  written bigint;
begin
  if reason is null then
    raise exception '% on % is refused: no reason was given', upper(coalesce(p_operation, p_action)),
      coalesce(p_relation, p_object)
      using errcode = 'OR020',
            hint = 'Say why in the same transaction: select set_config(''one_roof.reason'', ''…'', true).';
  end if;
  if p_relation is not null and pg_trigger_depth() = 0 then
    raise exception 'only the triggers of table % write ledger rows about it', p_relation
      using errcode = 'OR021';
  end if;

  -- In one statement, so that a transaction may check its constraints at once.
  with entry as (
    insert into governance_ledger (
      epoch, at, session_user_name, xid, content, digest, -- replaced when it is written
      actor_kind, action, object, relation, operation, row_count, approval_ref, detail_digest, before_digest,
      after_digest
    ) values (
      0, now(), '', '0', '', '',
      coalesce(nullif(current_setting('one_roof.actor_kind', true), ''), 'operator'),
      p_action, p_object, p_relation, p_operation, p_row_count, nullif(current_setting('one_roof.approval', true), ''),
      salted_digest(salt, jsonb_build_array(actor, reason)), salted_digest(salt, p_before), salted_digest(salt, p_after)
    ) returning id
  )
  insert into governance_ledger_detail (ledger_id, salt, actor, reason, before, after)
    select id, salt, actor, reason, p_before, p_after from entry
    returning ledger_id into written;
  return written;
end
$$;
