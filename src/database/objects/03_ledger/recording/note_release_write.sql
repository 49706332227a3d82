-- Notes what a statement wrote, if a release is being carried out and its rollback restores that table: the rows as
-- they were and as they are, by key. The first image before stays, whatever the release writes afterwards.
create or replace function note_release_write(p_relation text, p_before jsonb, p_after jsonb) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release text := release_in_progress();
  key_columns text[];
begin
  if release is null or not exists (select from v_ledger_relation where relation = p_relation and restored) then
    return;
  end if;
  key_columns := primary_key(to_regclass(p_relation));
  insert into governance_release_write (release_code, relation, key, before, after)
    select release, p_relation, coalesce(b.key, a.key), b.image, a.image
    from (
      select (select string_agg(value ->> k.name, '/' order by k.place)
        from unnest(key_columns) with ordinality as k (name, place)) as key, value as image
      from jsonb_array_elements(p_before)
    ) b
    full join (
      select (select string_agg(value ->> k.name, '/' order by k.place)
        from unnest(key_columns) with ordinality as k (name, place)) as key, value as image
      from jsonb_array_elements(p_after)
    ) a on a.key = b.key
    on conflict (release_code, relation, key) do update set after = excluded.after;
end
$$;
