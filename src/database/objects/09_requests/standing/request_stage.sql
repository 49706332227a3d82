-- What became of a request by itself, derived from what people did and never written: applied, withdrawn, superseded,
-- rejected, expired, deadlocked (whoever is left cannot come to the quorum, or nobody could sign), approved, pending.
-- NULL if there is no such request. request_status() also looks at the others about the same.
create or replace function request_stage(p_code text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  asked approval_requests;
  policy governance_policy;
  standing record;
begin
  select * into asked from approval_requests where code = p_code;
  if asked.code is null then
    return null;
  end if;
  if request_is_applied(asked) then
    return 'applied';
  elsif asked.withdrawn_at is not null then
    return 'withdrawn';
  elsif asked.superseded_by is not null then
    return 'superseded';
  end if;

  select * into standing from request_standing(asked);
  select * into policy from current_policy();
  return case
    when standing.rejections >= coalesce(standing.rejections_needed, 1) then 'rejected'
    when asked.expires_at <= clock_timestamp() then 'expired'
    when standing.signing_seats is null or standing.signers = 0
      or standing.president_votes + standing.president_left < standing.president_needed
      or standing.council_votes + standing.council_left < standing.council_needed
      or standing.any_votes + standing.any_left < standing.any_needed then 'deadlocked'
    when standing.president_votes < standing.president_needed or standing.council_votes < standing.council_needed
      or standing.any_votes < standing.any_needed then 'pending'
    -- With two people one of them files, the other signs: that there are two is shown by what the first one signs.
    when policy.profile = 'two_person' and request_confirmed_at(asked) is null then 'pending'
    else 'approved'
  end;
end
$$;
