-- How risky what is asked for is. A request that does not say what it asks for is of the highest risk.
create function request_risk(p_action_code text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce((select t.risk_level from apr_action_types t where t.action_code = p_action_code), 'high')
$$;
