-- The digest of what the row of an act says that somebody signed, with what proves it: two rows that differ in any of it are two rows, so
-- what nobody could have signed never stands in the place of what somebody did. Its names are bound here, once and for all.
--   p_said  names and values, in turn
create function act_digest(p_said text[]) returns text
language sql immutable
return encode(sha256(convert_to(jsonb_object(p_said)::text, 'UTF8')), 'hex');
