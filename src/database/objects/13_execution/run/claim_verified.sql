-- Says in this transaction that what people signed about a release was verified, by the digest that the verifier
-- printed: refused where anything else is bound. Everything that the transaction writes to the ledger names who claimed
-- it, for PostgreSQL verifies nothing.
create or replace function claim_verified(p_release text, p_digest text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  bound text := bound_acts_digest(p_release);
begin
  if approval_is_simulated(p_release, (select packet_tree_sha256 from governance_release
    where release_code::text = p_release)) then
    return;
  end if;
  if p_digest is null or bound is null or p_digest <> bound then
    raise exception 'the signatures of release % were not verified: expected the digest of its verified votes and signatures, found %',
      p_release, coalesce(nullif(p_digest, ''), 'none')
      using errcode = 'OR072',
        hint = 'Run `sh gate_check.sh --trust FILE` or `one-roof gate --release`, and say what it printed: -v verified=DIGEST.';
  end if;
  perform set_config('one_roof.reason', format('%s; signatures %s verified, as %s claims',
    coalesce(nullif(current_setting('one_roof.reason', true), ''), 'release ' || p_release), p_digest,
    current_setting('one_roof.actor', true)), true);
end
$$;
