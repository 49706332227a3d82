-- A key as Directus's activity and the table itself agree on it: `007` was asked for and `7` is written, `A1…` and `a1…` of a uuid.
create function item_key(p_item text) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select case when p_item ~ '^-?\d{1,40}$' then p_item::numeric::text else lower(p_item) end
$$;
