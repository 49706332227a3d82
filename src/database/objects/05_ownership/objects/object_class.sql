-- Every object, with the one that stands for its class.
create or replace function object_class()
returns table (object_type text, object_ref text, class_type text, class_ref text)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  select l.object_type, l.object_ref, k.class_type, k.class_ref
  from v_object_likeness l
  join resolution_class() k on (k.parents, k.own) = (l.parents, l.own);
end
$$;
