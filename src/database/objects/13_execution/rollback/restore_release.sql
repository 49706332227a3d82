-- Restores what a release wrote, for the rollback that this transaction carries out: those rows and columns, and
-- nothing else. Checks that it came to exactly that.
create or replace function restore_release(p_release text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  -- What is referred to comes first.
  relations text[] := array[
    'governance_responsibility_scope', 'governance_registry', 'governance_group', 'event_type_registry',
    'collection_registry',
    'governance_containment', 'governance_ruleset', 'governance_object_ownership', 'governance_owner_waiver'];
  rest text := release_rest_digest(p_release);
  -- The owner rows in force today, without the release.
  own bigint := (select count(*) from governance_object_ownership where lifecycle_status = 'active') + (
    select count(*) filter (where patch ->> 'lifecycle_status' = 'active')
      - count(*) filter (where before is null and now ->> 'lifecycle_status' = 'active')
    from release_row(p_release) where relation = 'governance_object_ownership');
  -- What earlier releases installed may refer to all of that. What this one installed goes as a whole:
  -- remove_relations().
  installed text[] := array(
    select relation from v_release_relation where asserts and release is distinct from p_release
      and to_regclass(relation) is not null order by place);
  removed text;
begin
  perform assert_release_rollback(p_release);
  for i in reverse cardinality(installed) .. 1 loop
    perform restore_relation(p_release, installed[i], 'remove');
  end loop;
  perform restore_relation(p_release, 'governance_owner_waiver', 'remove');
  perform restore_relation(p_release, 'governance_object_ownership', 'remove');
  perform restore_relation(p_release, 'governance_ruleset', 'retire');
  relations := relations || installed;
  for i in 1 .. cardinality(relations) loop
    perform restore_relation(p_release, relations[i], 'return');
  end loop;
  for i in 1 .. cardinality(relations) loop
    perform restore_relation(p_release, relations[i], 'revert');
  end loop;
  -- What One-Roof noted by itself about a collection goes with it.
  delete from governance_guard_lease where collection_name in (
    select key from governance_release_write where release_code::text = p_release and relation = 'collection_registry'
      and before is null);
  delete from governed_structure where collection_name in (
    select key from governance_release_write where release_code::text = p_release and relation = 'collection_registry'
      and before is null);
  foreach removed in array array[
    'governance_containment', 'collection_registry', 'event_type_registry', 'governance_group', 'governance_registry',
    'governance_responsibility_scope']
  loop
    perform restore_relation(p_release, removed, case removed when 'governance_group' then 'retire' else 'remove' end);
  end loop;

  -- The plan before is wanted again, unless somebody has said since what is wanted.
  insert into governance_plan (id, plan, source, source_sha256, created_by)
    select n.id + 1, p.plan, p.source, p.source_sha256, 'rollback:' || p_release
    from governance_plan n
    cross join lateral (
      select * from governance_plan p where p.id < n.id and p.created_by <> n.created_by order by p.id desc limit 1
    ) p
    where n.id = (select max(id) from governance_plan) and n.created_by = 'release:' || p_release;
  update governance_proposed_change set status = 'withdrawn', release_code = null
    where release_code::text = p_release and status = 'applied';

  if release_rest_digest(p_release) <> rest or release_left_rows(p_release) then
    raise exception 'the rollback of release % is not exact: expected what it wrote to be gone and everything else to be as it was, found %',
      p_release, case when release_left_rows(p_release) then 'rows of it left' else 'other rows changed' end
      using errcode = 'OR079', hint = 'Nothing was kept. This is an error in One-Roof: report it.';
  end if;
  perform assert_release_figures('rollback of ' || p_release || ', without what it wrote',
    jsonb_build_object('own', own));
end
$$;
