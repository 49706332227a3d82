-- Why a confirmation pins nothing, whoever signed it, or NULL:
--   own_key     of the signer's own key, or of a key of the same human
--   not_seated  the signer held no seat of a person when it was received
create or replace function key_confirmation_problem(p_confirmation governance_key_confirmation) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when c.user_id is distinct from p_confirmation.holder_user or same_human(p_confirmation.signer_user, c.user_id)
      or c.ssh_public_key = p_confirmation.public_key then 'own_key'
    when not exists (
      select from governance_seat s
      where s.user_id = p_confirmation.signer_user and s.seat in ('president', 'council')
        and s.since <= p_confirmation.signed_at and coalesce(s.vacated_at > p_confirmation.signed_at, true)
    ) then 'not_seated'
  end
  from (values (1)) as one
  left join governance_credential c on c.credential_id = p_confirmation.credential_id
$$;
