-- Takes what became of a governed collection's table past the guards for known: an act with a reason, in the ledger
-- with all that it accepts. Returns what that was; nothing where nothing differed.
create or replace function acknowledge_structure(p_collection text) returns text[]
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  accepted text[] := (
    select d.rewritten || array(select 'added: ' || a from unnest(d.added) a)
      || array(select 'removed: ' || r from unnest(d.removed) r)
    from v_structure_drift d where d.collection = p_collection);
begin
  if accepted is not null then
    perform record_act('guard.acknowledge', 'collection:' || p_collection, to_jsonb(accepted));
    perform accept_structure(p_collection);
  end if;
  return coalesce(accepted, '{}');
end
$$;
