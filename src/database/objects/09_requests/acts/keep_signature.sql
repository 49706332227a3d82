-- Keeps a sovereign signature: the e-signature with its agreement, and what binds it to one revision of a request. Who
-- signs and when is signature_guard's to write, which refuses what may not be signed.
create or replace function keep_signature(
  p_code text, p_revision_digest text, p_signer uuid, p_first_name text, p_last_name text, p_email text,
  p_printed_name text, p_meaning text, p_method text, p_statement text, p_public_key text, p_assertion jsonb,
  p_reauthentication jsonb, p_ip text, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  with agreed as (
    insert into os_proposal_approvals (
      status, first_name, last_name, email, esignature_agreement, signature_type, signature_text, ip_address, created_by
    ) values ('signed', p_first_name, p_last_name, p_email, true, p_method, p_printed_name, p_ip, p_by)
    returning id
  )
  insert into governance_signature (
    signature_id, request_code, revision_digest, signer_user, method, meaning, printed_name, statement, public_key,
    assertion, reauthentication, created_by
  )
  select
    id, p_code, p_revision_digest, p_signer, p_method, p_meaning, p_printed_name, p_statement, p_public_key,
    p_assertion, p_reauthentication, p_by
  from agreed
$$;
