-- The rows that a ledger row says something about, by what names them (see row_key()): what its erasure keeps, so that
-- no other row is passed over because of it. Of the erasure itself: those that it kept.
create or replace function ledger_row_keys(p_ledger_id bigint) returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when l.action = 'ledger.erase' then d.after
    when l.relation is not null then (
      select jsonb_agg(distinct row_key(to_regclass(l.relation), said.content))
      from jsonb_array_elements(coalesce(d.before, '[]') || coalesce(d.after, '[]')) as said (content))
  end
  from governance_ledger l join governance_ledger_detail d on d.ledger_id = l.id
  where l.id = p_ledger_id
$$;
