-- A key as the database compares it, by its type (see key_type()): `007` is `7` of a number and not of a text, `A1…` is
-- `a1…` of a uuid and not of a text. Of a type that is none of these, or is not known any more: as it is written.
create or replace function item_key(p_type text, p_item text) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select case
    when p_type in ('int2', 'int4', 'int8', 'numeric') and p_item ~ '^\s*[+-]?\d{1,200}(\.\d{1,200})?\s*$'
      then trim_scale(p_item::numeric)::text
    when p_type = 'uuid' and p_item ~* '^(\{[0-9a-f]{4}(-?[0-9a-f]{4}){7}\}|[0-9a-f]{4}(-?[0-9a-f]{4}){7})$'
      then p_item::uuid::text
    when p_type = 'bpchar' then rtrim(p_item, ' ')
    when p_type = 'citext' then lower(p_item)
    else p_item
  end
$$;
