-- Why a request cannot be about a release as it names it, or NULL: the release was drafted, by the packet and the plan
-- that are named, and is not over. What nobody drafted could never be READY, and would be signed all the same.
create or replace function release_problem(p_release text, p_packet text, p_plan text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  release governance_release;
begin
  select * into release from governance_release where release_code::text = p_release;
  return case
    when release.release_code is null then format('expected a release that was drafted, found no release %s', p_release)
    when release.status in ('applied', 'rolled_back') then
      format('expected a release that is still to come, found %s, which is %s', p_release,
        replace(release.status, '_', ' '))
    when release.packet_tree_sha256 is distinct from p_packet then
      format('expected packet_tree_sha256 %s, which release %s was drafted with, found %s', release.packet_tree_sha256,
        p_release, coalesce(p_packet, 'none'))
    when release.plan ->> 'plan_sha256' is distinct from p_plan then
      format('expected plan_digest %s, which release %s was drafted with, found %s', release.plan ->> 'plan_sha256',
        p_release, coalesce(p_plan, 'none'))
  end;
end
$$;
