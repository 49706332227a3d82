-- A request as the content of its revision says it: what people voted on and signed by its digest, whatever the other
-- columns of the row say. NULL where the content cannot be read as a request: it is no JSON, or does not say all that a
-- request says.
create or replace function request_as_signed(p_request approval_requests) returns approval_requests
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
declare
  content jsonb;
begin
  content := p_request.revision_content::jsonb;
  if not content ?& array(select jsonb_object_keys(request_content(p_request)::jsonb)) then
    return null;
  end if;
  return jsonb_populate_record(p_request, content);
exception when others then
  -- Whatever PostgreSQL objects to in it: whoever wrote the row must not keep everything else from being judged.
  return null;
end
$$;
