-- Refuses a write to a governed collection that the guards have something against, and records the rest, one row for
-- each item whose key is told: see guard_items(), which hands it on. `p_relation`: the table that was written, a
-- partition perhaps.
create or replace function note_items(
  p_collection text, p_operation text, p_mode text, p_rule text, p_written bigint, p_keys text[], p_relation text
) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  finding text;
  permit text;
  leased boolean;
  emptied text;
begin
  if p_rule = 'owned' then
    select l.finding, true into finding, leased
    from governance_guard_lease l
    where l.collection_name = p_collection
      and l.watermark = (select sum(m.version) from governance_watermark m)
      and l.valid_until > now();
    if leased is null then
      finding := lease_write_finding(p_collection);
    end if;
    if finding is not null then
      permit := guard_permit('write', p_collection);
      if permit is null and p_mode = 'enforce' then
        perform refuse_by_guard(finding, p_collection);
      end if;
    end if;
  end if;

  -- A table that was truncated has another file, and is rewritten by nobody: see relation_storage().
  if p_operation = 'truncate' then
    emptied := (
      select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.oid = to_regclass(format('%I.%I', :'directus_schema', p_relation))
        or format('%I.%I', n.nspname, c.relname) = p_relation);
    update governed_structure
      set storage = storage || jsonb_build_object('file ' || emptied, pg_relation_filenode(emptied::regclass)::bigint)
      where storage ? ('table ' || emptied);
  end if;

  if p_keys is null then
    insert into governed_write (kind, collection, relation, item_count, operation, finding, permit, application)
      values ('item', p_collection, p_relation, p_written, p_operation, finding, permit,
        current_setting('application_name'));
  else
    insert into governed_write (kind, collection, relation, item, operation, finding, permit, application)
      select 'item', p_collection, p_relation, key, p_operation, finding, permit, current_setting('application_name')
      from unnest(p_keys) as key;
  end if;
end
$$;
