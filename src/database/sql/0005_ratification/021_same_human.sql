-- Whether two Directus users are one human, as far as can be told: the same account, e-mail, external identifier or
-- authenticator, or seated under the same name at any time.
create function same_human(p_user uuid, p_other uuid) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select p_user = p_other
    or exists (
      select from directus_person(p_user) a
      join directus_person(p_other) b on a.email = b.email or a.external_identifier = b.external_identifier)
    or exists (
      select from governance_credential a
      join governance_credential b on a.public_key = b.public_key or a.credential_id = b.credential_id
      where a.user_id = p_user and b.user_id = p_other)
    or exists (
      select from governance_seat a
      join governance_seat b on a.person = b.person
      where a.user_id = p_user and b.user_id = p_other)
$$;
