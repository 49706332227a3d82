-- The bytes of a ledger row that its digest is made of: everything it says but its place in the chain.
create function ledger_content(p_row governance_ledger) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select jsonb_build_array(
    p_row.id, p_row.epoch, extract(epoch from p_row.at), p_row.actor_kind, p_row.session_user_name, p_row.action, p_row.object,
    p_row.relation, p_row.operation, p_row.row_count, p_row.approval_ref, p_row.detail_digest, p_row.before_digest,
    p_row.after_digest, p_row.xid::text
  )::text
$$;
