-- Fills the seats and puts the policy in force, once: with the plan that names them. The people are Directus users, by
-- e-mail. Returns how many seats were filled.
create or replace function seat_people(p_ratification jsonb, p_actor text) returns bigint
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  seated bigint;
begin
  insert into governance_policy (profile, methods, cooling_hours, vote_proof, pinning, approval_ref, created_by)
    select
      p_ratification ->> 'profile',
      array(select jsonb_array_elements_text(p_ratification -> 'methods')),
      (p_ratification ->> 'cooling_hours')::integer,
      coalesce(p_ratification ->> 'vote_proof', 'key'),
      coalesce(p_ratification ->> 'pinning', 'file'),
      'BOOTSTRAP', p_actor;
  insert into governance_seat (seat, person, user_id, directus_role, approval_ref, created_by)
    select w.seat, w.person, d.user_id, d.user_id, 'BOOTSTRAP', p_actor
    from (
      select s.key as seat, e.person, e.place
      from jsonb_each(p_ratification -> 'seats') s
      cross join lateral jsonb_array_elements_text(s.value) with ordinality as e (person, place)
    ) w
    cross join lateral (select require_user(w.person) as user_id) d
    order by w.seat, w.place;
  get diagnostics seated = row_count;
  return seated;
end
$$;
