-- How risky what is asked for is. A request that does not say what it asks for is of the highest risk, and so is an
-- action that One-Roof does not know: see action_type_guard(). The vocabulary says it, not the table, so that a row
-- that somebody rewrote makes nothing easier to approve.
create or replace function request_risk(p_action_code text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce((select v.risk_level from action_vocabulary() v where v.action_code = p_action_code), 'high')
$$;
