-- The changes of seats and policy that a request asks for, each in one form. This is the one definition of what such a
-- request asks for: it is carried out from here, its table rules compare each row with it, and unratified_rules()
-- compares the rows with it again afterwards. What has another form than proposal_problem() lets pass asks for nothing.
create or replace function delegated_changes(p_request approval_requests) returns setof jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select '{"vote_proof": "key", "pinning": "file"}'::jsonb || (p_request.proposed_action -> 'policy')
    || '{"change": "policy"}'
  where p_request.proposed_action_code = 'delegate_authority'
    and jsonb_typeof(p_request.proposed_action -> 'policy') = 'object'
  union all
  select jsonb_build_object('change', c -> 'change', 'seat', c -> 'seat', 'person', c -> 'person', 'user', c -> 'user')
  from jsonb_path_query(p_request.proposed_action, 'lax $.seats[*]') c
  where p_request.proposed_action_code = 'delegate_authority'
$$;
