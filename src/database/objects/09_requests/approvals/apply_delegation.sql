-- Applies what a ratified request about seats or the policy asks for (action delegate_authority), whole. The guards
-- check each row against what was ratified.
create or replace function apply_delegation(p_code text, p_actor text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  asked approval_requests := require_applied_by('one-roof:delegate_authority', p_code);
begin
  update governance_seat s
    set vacated_at = clock_timestamp(), vacated_ref = p_code
    from delegated_changes(asked) c
    where c ->> 'change' = 'vacate' and s.vacated_at is null and change_of(s, 'vacate') = c;
  insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
    select f.seat, f.person, f."user", f."user", p_code, p_actor
    from delegated_changes(asked) c, jsonb_to_record(c) as f (seat text, person text, "user" uuid)
    where c ->> 'change' = 'fill';
  insert into governance_policy (profile, methods, cooling_hours, vote_proof, pinning, approval_ref, created_by)
    select p.profile, p.methods, p.cooling_hours, p.vote_proof, p.pinning, p_code, p_actor
    from delegated_changes(asked) c, jsonb_to_record(c) as p (profile text, methods text[], cooling_hours integer,
      vote_proof text, pinning text)
    where c ->> 'change' = 'policy';
  if not exists (select from governance_policy p where p.approval_ref = p_code)
    and not exists (select from governance_seat s where p_code in (s.approval_ref, s.vacated_ref))
  then
    raise exception 'Request % is not applied: nothing that it asks for is left to do', p_code using errcode = 'OR053';
  end if;
end
$$;
