-- What chains a row to the one before it: sha256(hash of the one before ‖ seq as 8 bytes ‖ sha256 of the content).
create or replace function ledger_hash(p_prev_hash bytea, p_seq bigint, p_digest bytea) returns bytea
language sql immutable
return sha256(p_prev_hash || int8send(p_seq) || p_digest);
