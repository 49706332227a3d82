-- Whether a packet lacks the rehearsal that the profile wants: one that counts (rehearsals_of).
--   p_brought  how many that count whoever asks brings along; they are recorded with the request
create or replace function rehearsal_is_missing(p_packet text, p_brought bigint default 0) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select wants_rehearsal() and rehearsals_of(p_packet) + p_brought = 0
$$;
