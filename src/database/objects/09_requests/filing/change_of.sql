-- The change that a policy is, in the form of delegated_changes().
create or replace function change_of(p_policy governance_policy) returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select jsonb_build_object(
    'change', 'policy', 'profile', p_policy.profile, 'methods', p_policy.methods, 'cooling_hours',
    p_policy.cooling_hours,
    'vote_proof', p_policy.vote_proof, 'pinning', p_policy.pinning)
$$;

-- The change that filled a seat, or vacated it, in the form of delegated_changes().
create or replace function change_of(p_seat governance_seat, p_change text) returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select jsonb_build_object('change', p_change, 'seat', p_seat.seat, 'person', p_seat.person, 'user', p_seat.user_id)
$$;
