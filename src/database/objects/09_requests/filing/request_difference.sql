-- Why a request is not what people decided about, or NULL: its content cannot be read, or its row says something else
-- than its content, which is what the digest is of.
create or replace function request_difference(p_request approval_requests) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  signed approval_requests := request_as_signed(p_request);
begin
  return case
    when signed.code is null then 'the content of its revision cannot be read'
    when signed is distinct from p_request then (
      select format('its %s differs from the content of the revision', string_agg(s.key, ', ' order by s.key))
      from jsonb_each(to_jsonb(signed)) s join jsonb_each(to_jsonb(p_request)) r using (key)
      where s.value is distinct from r.value)
    when p_request.revision_content::jsonb ->> 'risk_level'
      is distinct from request_risk(p_request.proposed_action_code)
      then 'its risk differs from the content of the revision'
  end;
end
$$;
