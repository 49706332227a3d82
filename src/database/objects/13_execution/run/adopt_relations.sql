-- Adopts the relations that a tier has created, before the tier writes to them: those that the manifest of its release
-- names, no more and no less. Every tier that names relations calls it behind its `relations.sql`, because packets are
-- rendered so.
create or replace function adopt_relations(p_release text, p_tier integer, p_relations jsonb) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  named jsonb := jsonb_build_array(jsonb_build_object('tier', p_tier, 'relations', p_relations));
  problem text := relation_problem(jsonb_build_object('tiers', named));
begin
  perform assert_release_target(p_release);
  if is_what_if() then
    update governance_what_if w set tiers = w.tiers || named where xid = pg_current_xact_id();
  elsif p_relations is distinct from (
    select tier -> 'relations' from governance_release cross
      join lateral jsonb_path_query(plan, '$.tiers[*]') as t (tier)
    where release_code::text = p_release and tier -> 'tier' = to_jsonb(p_tier))
  then
    problem := format('they are not those of tier %s in the manifest', p_tier);
  end if;
  if problem is not null then
    raise exception 'release % does not install these relations: %', p_release, problem
      using errcode = 'OR079',
        hint = 'Nothing was kept. Build the packet again: a packet is rendered and must not be edited.';
  end if;
  perform adopt_relation(r.name, r.kind, r.asserts)
    from jsonb_to_recordset(p_relations) as r (name text, kind text, asserts boolean);
end
$$;
