-- Why a vote or signature does not count, in words.
create or replace function problem_text(p_problem text) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select case p_problem
    when 'not_seated' then 'they do not hold this seat'
    when 'dead' then 'the account is not active'
    when 'left_role' then 'they are no longer in the role in which they were seated'
    when 'cooling' then 'somebody else changed the password, second factor, e-mail, token, role or status of the account not long ago'
    when 'own_proposal' then 'the proposer of a request cannot decide it'
    when 'loses_seat' then 'the request would take their seat from them'
    when 'own_key' then 'nobody can confirm a key of their own, and a key cannot confirm another key of the same human'
    when 'same_human' then 'this human has voted already'
    when 'signed_already' then 'this human has signed already'
    when 'method_not_allowed' then 'the policy does not allow this method'
    when 'session_only' then 'it was made in a session only, and the policy requires a key'
    when 'not_verified' then 'the signature does not verify with a trusted key'
    when 'no_agreement' then 'the signer did not agree to sign'
    else p_problem
  end
$$;
