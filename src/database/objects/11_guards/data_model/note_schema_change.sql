-- Judges a change of Directus's schema tables, see judge_schema_change(). `p_was` and `p_will`: the row before and
-- after, {} where there is none. See guard_schema(), which hands it on.
create or replace function note_schema_change(p_relation text, p_operation text, p_was jsonb, p_will jsonb) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  row_written jsonb := case when p_operation = 'DELETE' then p_was else p_will end;
  touched text[];
  touched_collection text;
begin
  case p_relation
    when 'directus_relations' then
      -- The collection that has the column; the other one too, where it shows the relation as a field.
      touched := array[p_was ->> 'many_collection', p_will ->> 'many_collection',
        case when p_was ->> 'one_field' is not null then p_was ->> 'one_collection' end,
        case when p_will ->> 'one_field' is not null then p_will ->> 'one_collection' end];
    else
      touched := array[p_was ->> 'collection', p_will ->> 'collection'];
  end case;

  for touched_collection in select distinct c from unnest(touched) as c where c is not null order by c loop
    perform judge_schema_change(
      case when p_relation = 'directus_collections' and p_operation = 'INSERT' then 'new' else 'schema' end,
      touched_collection,
      p_relation,
      row_written ->> case p_relation when 'directus_collections' then 'collection' else 'id' end,
      case p_operation when 'INSERT' then 'create' else lower(p_operation) end,
      case p_relation
        when 'directus_fields' then 'field ' || (row_written ->> 'field')
        when 'directus_relations' then 'relation ' || (row_written ->> 'many_field')
        else 'collection'
      end);
  end loop;
end
$$;
