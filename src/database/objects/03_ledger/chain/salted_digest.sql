-- sha256 over a salt and a JSON text, in hex; NULL of nothing. Its names are bound here, once and for all, so there is
-- no search path to pin, and PostgreSQL can work it out in place.
create or replace function salted_digest(p_salt uuid, p_value jsonb) returns text
language sql immutable
return encode(sha256(uuid_send(p_salt) || convert_to(p_value::text, 'UTF8')), 'hex');
