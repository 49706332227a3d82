-- A digest that changes whenever an answer of the read contract can change: with every committed change of a governed
-- table, when an owner row or waiver starts or ends by time, and when somebody starts or stops standing behind an
-- owner.
create or replace function coverage_watermark() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select encode(sha256(convert_to(jsonb_build_array(
    -- The time as well: numbers start again where the schema is installed again or restored from a backup.
    (select jsonb_object_agg(relation, jsonb_build_array(version, changed_at)) from governance_watermark),
    (
      select min(boundary)
      from (
        select effective_from from governance_object_ownership where effective_from > now()
        union all
        select effective_to from governance_object_ownership where effective_to > now()
        union all
        select expires_at from governance_owner_waiver where expires_at > now()
      ) as ahead (boundary)
    ),
    (select jsonb_object_agg(code, alive) from v_governance_owner)
  )::text, 'UTF8')), 'hex')
$$;
