-- How large a request may be, and how many one person may file: a request is read by people, and kept for ever.
--   content_bytes    of what is proposed
--   evidence_bytes   of the evidence, which names by digest what is kept elsewhere
--   open_requests    of one person, neither closed nor expired
--   day_revisions    that one person files or writes anew within 24 hours
create or replace function request_limits(

) returns table (content_bytes integer, evidence_bytes integer, open_requests integer, day_revisions integer)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  values (131072, 32768, 50, 100)
$$;
