-- Objects that resolve alike, counted, each class with the object that stands for it: `objects` in all, `required` of
-- them in the inventory. 10,000 collections in 50 groups are 50 resolutions.
create or replace function resolution_class()
returns table (class_type text, class_ref text, parents text[], own text[], objects bigint, required bigint)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
-- Classes are few: they are counted as they are met rather than by sorting all objects.
set enable_sort = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  select k.first[1], k.first[2], k.parents, k.own, k.objects, k.required
  from (
    select parents, own, min(array[object_type, object_ref]) as first, count(*) as objects,
      count(*) filter (where required) as required
    from v_object_likeness
    group by parents, own
  ) k;
end
$$;
