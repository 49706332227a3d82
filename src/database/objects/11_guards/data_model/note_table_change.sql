-- Judges what became of a collection's table, in this transaction, where Directus's Data Model left no row that a
-- trigger sees: a field, relation or collection without `meta`, a change of `schema` alone. Does nothing where a row
-- was seen. `p_was` and `p_since`: see data_model_before(). `p_column`: what it was done to, NULL for the collection
-- itself. Whoever can change tables may call this; all it can do is to record, or refuse, that one changed.
create or replace function note_table_change(
  p_collection text, p_column text, p_operation text, p_was text[], p_since bigint
) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  is_now text[] := relation_structure(to_regclass(format('%I.%I', :'directus_schema', p_collection)));
begin
  if p_was is not distinct from is_now or exists (
    select from governed_write
    where xid = pg_current_xact_id() and id > p_since and kind = 'schema' and collection = p_collection
  ) then
    return;
  end if;
  if p_was is null then
    if not exists (select from directus_collection() where collection = p_collection and is_tracked) then
      perform judge_schema_change('new', p_collection, 'directus_collections', p_collection, 'create', 'collection');
    end if;
  elsif is_now is null then
    perform judge_schema_change('schema', p_collection, 'directus_collections', p_collection, 'delete', 'collection');
  else
    perform judge_schema_change(
      'schema', p_collection, 'directus_fields', concat_ws('.', p_collection, p_column), p_operation,
      'column ' || p_column);
  end if;
end
$$;
