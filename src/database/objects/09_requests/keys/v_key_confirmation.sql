-- The confirmations of enrolled keys, with what it takes to verify them: `environment` is the database that the
-- statement has to name. A confirmation stays where this data was moved since: it may name a production that it was
-- then.
create or replace view v_key_confirmation as
select
  k.id, k.credential_id, c.ssh_public_key as key, c.revoked_at, k.holder, k.signer, k.signer_user, k.method,
  k.statement, k.public_key,
  k.assertion, k.expires_at, k.signed_at, k.withdrawn_at, key_confirmation_problem(k) as problem,
  coalesce(
    (
      select e.environment_id || substring(k.statement from E'\nenvironment: [0-9a-f-]{36}(/\\d+)\n')
      from governance_environment e
      where e.kind = 'production' and e.environment_id::text = substring(k.statement
        from E'\nenvironment: ([0-9a-f-]{36})/')
    ),
    environment_name()) as environment
from governance_key_confirmation k
join governance_credential c on c.credential_id = k.credential_id;
