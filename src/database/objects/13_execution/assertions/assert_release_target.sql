-- Asserts, in a tier, that this database is where the release is being carried out: this transaction has begun it, on
-- the declared production database with its request still approved, or on a proven clone where approval is simulated.
-- In a what-if everything is undone anyway.
create or replace function assert_release_target(p_release text) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  here v_current_environment;
begin
  if is_what_if() then
    return;
  end if;
  select * into here from v_current_environment;
  if release_in_progress() is distinct from p_release then
    raise exception 'release % is not in progress in this transaction', p_release
      using errcode = 'OR070',
            hint = 'Tiers cannot be run on their own: run `one-roof release apply`, or 99_run_all.sql of the packet.';
  end if;
  if not (
    here.kind = 'production' and here.declared_dbname = here.dbname and release_is_approved(p_release)
    or approval_is_simulated(p_release, (select packet_tree_sha256 from governance_release
      where release_code::text = p_release))
  ) then
    raise exception 'release % is not applied on database % (%): it is neither declared production with an approved request, nor a clone with a simulated approval',
      p_release, here.dbname, here.kind
      using errcode = 'OR070';
  end if;
end
$$;
