-- Refuses to go on about something that does not exist.
create or replace function require_named(p_exists boolean, p_kind text, p_name text) returns void
language plpgsql immutable
set search_path = :"schema", pg_temp
as $$
begin
  if not p_exists then
    raise exception 'There is no % %', p_kind, p_name
      using errcode = 'OR007',
            hint = case p_kind
              when 'collection' then 'Check the spelling. A new collection is known after the next scan: `one-roof scan`.'
              when 'Directus user' then 'Give the e-mail of a user of this Directus, as it stands in the User Directory.'
              when 'release' then 'Check the spelling: `one-roof release status` lists the releases.'
              else 'Check the spelling.' end;
  end if;
end
$$;
