-- guard_finding('write', …), worked out and leased: see guard_items(), which asks for it where no lease is in force. Of
-- several that work it out at once one keeps it: nobody waits.
create or replace function lease_write_finding(p_collection text) returns text
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  -- Read before anything is worked out: a lease is never taken for newer than what it was made of.
  mark numeric := (select sum(version) from governance_watermark);
  finding text := guard_finding('write', p_collection);
begin
  if pg_try_advisory_xact_lock(hashtextextended('one_roof.guard_lease.' || p_collection, 0)) then
    insert into governance_guard_lease (collection_name, watermark, valid_until, finding)
      select p_collection, mark, coalesce(min(boundary), 'infinity'), finding
      from (
        select effective_from from governance_object_ownership where effective_from > now()
        union all
        select effective_to from governance_object_ownership where effective_to > now()
        union all
        select expires_at from governance_owner_waiver where expires_at > now()
      ) as ahead (boundary)
    on conflict (collection_name) do update
      set watermark = excluded.watermark, valid_until = excluded.valid_until, finding = excluded.finding,
          created_at = excluded.created_at, created_by = excluded.created_by;
  end if;
  return finding;
end
$$;
