-- Removes the relations that a tier of a release installed, the last one first, in the rollback of the release. Rows go
-- before their table does, so that the ledger says where they went. Nothing goes with them: what somebody built on them
-- is in the way.
create or replace function remove_relations(p_release text, p_tier integer) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  installed record;
begin
  perform assert_release_rollback(p_release);
  for installed in
    select relation, kind, asserts from v_release_relation where release = p_release and tier = p_tier
      order by place desc
  loop
    if installed.asserts then
      execute format('delete from %I', installed.relation);
    end if;
    execute format('drop %s %I', installed.kind, installed.relation);
  end loop;
end
$$;
