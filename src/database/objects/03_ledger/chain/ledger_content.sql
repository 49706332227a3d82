-- The bytes of a ledger row that its digest is made of, as JSON: everything it says but its place in the chain, without
-- what is empty, so that a column that comes later changes no old row. The time is a number: it reads the same in every
-- time zone.
create or replace function ledger_content(p_row governance_ledger) returns text
language sql stable
return (
  jsonb_strip_nulls(to_jsonb(p_row) - '{at,content,digest,seq,prev_hash,hash,created_at,created_by}'::text[])
  || jsonb_build_object('at', extract(epoch from p_row.at))
)::text;
