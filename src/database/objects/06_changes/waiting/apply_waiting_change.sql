-- Applies a waiting change, for the release that this transaction applies.
--   p_digest  sha256 of the change as it was sealed and ratified; another change under the same number is refused
create or replace function apply_waiting_change(p_id bigint, p_digest text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release text := release_in_progress();
  waiting governance_proposed_change;
begin
  -- Not left to the guards of what is written: they let through what has become harmless meanwhile.
  if release is null and not is_what_if() then
    raise exception 'change % is not applied: no ratified release is in progress', p_id
      using errcode = 'OR006',
            hint = 'A release applies it: `one-roof release plan`.';
  end if;
  select * into waiting from governance_proposed_change where id = p_id and status = 'open' for update;
  perform require_named(found, 'waiting change', p_id::text);
  if change_digest(waiting.changes) <> p_digest then
    raise exception 'change % is not the one that was sealed: expected %, found %', p_id, p_digest,
      change_digest(waiting.changes)
      using errcode = 'OR082',
            hint = 'The change is another one now. Build the release again.';
  end if;

  perform apply_changes(waiting.changes, 'release:' || coalesce(release, 'what-if'));
  update governance_proposed_change set status = 'applied', release_code = coalesce(release, 'WHAT-IF') where id = p_id;
end
$$;
