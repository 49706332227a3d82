-- Begins to take a release back in this transaction. False where there is nothing to do: it is not applied.
create function begin_rollback(p_release text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release governance_release;
  dependants text;
begin
  perform lock_for_release();
  select * into release from governance_release where release_code::text = p_release;
  if release.release_code is null then
    raise exception 'there is no release % here', p_release using errcode = 'OR073', hint = '`one-roof release status` lists them.';
  end if;
  if release.status <> 'applied' then
    return false;
  end if;
  select string_agg(dependant, ', ' order by dependant) into dependants from release_dependant(p_release);
  if dependants is not null then
    raise exception 'release % is not taken back: later data depends on it: %', p_release, dependants
      using errcode = 'OR076', hint = 'Take these back first, the latest one before the others.';
  end if;
  update governance_release set run_xid = pg_current_xact_id() where release_code = release.release_code;
  perform set_config('one_roof.approval', coalesce(release_approval(p_release), ''), true);
  perform set_config('one_roof.rollback_tag', release_tag(p_release), true);
  return true;
end
$$;
