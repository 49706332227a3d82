-- How a key stands in the recorded writes of a collection: PostgreSQL writes most types in one way only, which an index
-- finds. Of the two of which it keeps several (decimal places, capitals) the writes are looked through.
create or replace function written_keys(p_collection text, p_item text) returns text[]
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  type text := key_type(p_collection);
  asked text := item_key(type, p_item);
begin
  if type in ('numeric', 'citext') then
    return array(
      select distinct w.item from governed_write w
        where w.collection = p_collection and item_key(type, w.item) = asked);
  end if;
  return array[asked];
end
$$;
