-- Whether two Directus users are one human, as far as can be told: the same account, e-mail or external identifier, or
-- seated under the same name at any time. Keys tell nothing here: an enrolled key is one person's
-- (uq_governance_credential_key), and one that the trust file names for two people is nobody's.
create or replace function same_human(p_user uuid, p_other uuid) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select p_user = p_other
    or exists (
      select from directus_person(p_user) a
      join directus_person(p_other) b on a.email = b.email or a.external_identifier = b.external_identifier)
    or exists (
      select from governance_seat a
      join governance_seat b on a.person = b.person
      where a.user_id = p_user and b.user_id = p_other)
$$;
