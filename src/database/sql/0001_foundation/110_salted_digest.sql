-- sha256 over a salt and a JSON text, in hex; NULL of nothing. The text does not depend on settings of the session.
create function salted_digest(p_salt uuid, p_value jsonb) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select encode(sha256(uuid_send(p_salt) || convert_to(p_value::text, 'UTF8')), 'hex')
$$;
