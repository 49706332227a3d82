-- Forgets who acted, why, and what the rows said, of one ledger row. The chain stays whole: it holds digests only, and
-- without the salt they cannot be guessed back. The erasure is an act of its own, with its own reason, and keeps which
-- rows were told of.
create or replace function erase_ledger_detail(p_ledger_id bigint) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform record_act('ledger.erase', 'ledger:' || p_ledger_id, null, ledger_row_keys(p_ledger_id));
  update governance_ledger_detail
    set salt = null, actor = null, reason = null, before = null, after = null, erased_at = clock_timestamp()
    where ledger_id = p_ledger_id;
end
$$;
