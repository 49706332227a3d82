-- Writes a plan: its scopes, owners, groups, containment and collection roles, and the ruleset that scans go by. Never
-- an owner row. What the plan no longer names is retired. Rows that are as they should be are not touched, and
-- collections in `p_waiting` keep the group they have.
create or replace function write_plan(
  p_plan jsonb, p_source text, p_actor text, p_excluded text[] default '{}', p_waiting text[] default '{}'
) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  rules jsonb;
  rules_hash text;
begin
  update governance_responsibility_scope set status = 'retired'
    where status = 'active' and code not in (select code from plan_scope(p_plan));
  update governance_responsibility_scope s set description = p.description, sort = p.sort, status = 'active'
    from plan_scope(p_plan) p
    where p.code = s.code and (s.description, s.sort, s.status) is distinct from (p.description, p.sort, 'active');
  insert into governance_responsibility_scope (code, description, sort, created_by)
    select code, description, sort, p_actor from plan_scope(p_plan)
    on conflict (code) do nothing;

  update governance_registry set status = 'retired'
    where status = 'active' and code not in (select code from plan_owner(p_plan));
  update governance_registry r
    set name = p.name, description = p.description, directus_role = p.directus_role, status = 'active'
    from plan_owner(p_plan) p
    where p.code = r.code
      and (r.name, r.description, r.directus_role, r.status)
        is distinct from (p.name, p.description, p.directus_role, 'active');
  insert into governance_registry (code, name, description, directus_role, created_by)
    select code, name, description, directus_role, p_actor from plan_owner(p_plan)
    on conflict (code) do nothing;

  update governance_group set status = 'retired'
    where status = 'active' and code not in (select code from plan_group(p_plan));
  update governance_group g set name = p.name, directus_folder = p.directus_folder, status = 'active'
    from plan_group(p_plan) p
    where p.code = g.code and (g.name, g.directus_folder, g.status)
      is distinct from (p.name, p.directus_folder, 'active');
  insert into governance_group (code, name, directus_folder, created_by)
    select code, name, directus_folder, p_actor from plan_group(p_plan)
    on conflict (code) do nothing;

  delete from governance_containment c
    where c.created_by = 'plan' and not exists (
      select from plan_containment(p_plan) p
      where (p.child_type, p.child_ref, p.parent_type, p.parent_ref) = (c.child_type, c.child_ref, c.parent_type,
        c.parent_ref));
  insert into governance_containment (child_type, child_ref, parent_type, parent_ref, created_by)
    select child_type, child_ref, parent_type, parent_ref, 'plan'
    from plan_containment(p_plan) p
    -- Not left to ON CONFLICT alone: the guard would be asked about what is already there.
    where not exists (
      select from governance_containment c
      where (p.child_type, p.child_ref, p.parent_type, p.parent_ref) = (c.child_type, c.child_ref, c.parent_type,
        c.parent_ref))
    on conflict do nothing;

  insert into governance_plan (id, plan, source, source_sha256, created_by)
    select coalesce(max(id), 0) + 1, p_plan, p_source, encode(sha256(convert_to(p_source, 'UTF8')), 'hex'), p_actor
    from governance_plan;

  perform write_collections((
    select jsonb_agg(to_jsonb(d)) from collection_difference(p_plan, p_excluded) d
      where d.collection_name <> all (p_waiting)));
  update collection_registry r
    set governance_role = m.governance_role,
        coverage_status = case m.governance_role when 'observed' then 'DEFERRED'
          when 'excluded' then 'EXEMPT' else 'BIRTH_REQUIRED' end
    from plan_membership(p_plan, p_excluded) m
    where m.collection_name = r.collection_name
      and r.governance_role <> 'law_artifact'
      and r.governance_role is distinct from m.governance_role;
  -- What vanished stayed required until somebody decided. A plan cannot name it any more: this is the decision.
  update collection_registry
    set governance_role = 'observed', coverage_status = 'DEFERRED', "group" = null
    where missing_since is not null and governance_role <> 'law_artifact' and coverage_status <> 'DEFERRED';

  rules := jsonb_build_object(
    'groups', (
      select coalesce(jsonb_object_agg(g.key, jsonb_build_object('folder', g.value -> 'folder', 'collections',
        g.value -> 'collections')), '{}')
      from jsonb_each(p_plan -> 'groups') g),
    'ungrouped', p_plan -> 'ungrouped', 'locked', p_plan -> 'locked', 'excluded', p_plan -> 'excluded');
  rules_hash := encode(sha256(convert_to(rules::text, 'UTF8')), 'hex');
  update governance_ruleset set status = 'retired' where status = 'active' and content_hash <> rules_hash;
  insert into governance_ruleset (ruleset_version, content_hash, status, components, created_by)
    values ('gov-rs-' || left(rules_hash, 12), rules_hash, 'active', rules, p_actor)
    on conflict (ruleset_version) do update set status = 'active' where governance_ruleset.status <> 'active';
end
$$;
