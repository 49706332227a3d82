-- The attestation of a rehearsal of one exact packet on a clone. Whoever performed it signed the statement (docs/release.md); every
-- other column is read from it, so that no row says something else than what was signed. PostgreSQL does not verify the signature: a
-- reader that did says in `one_roof.verified` which rows count (row_counts). Production is compared with the fingerprints; they
-- authorise nothing.
create table governance_rehearsal (
  id bigint generated always as identity constraint governance_rehearsal_pkey primary key,
  statement text not null constraint governance_rehearsal_length_check check (octet_length(statement) <= 8000)
    constraint governance_rehearsal_statement_check check (statement ~ (
      E'^One-Roof rehearsal v1\nrelease: [A-Za-z0-9][A-Za-z0-9._-]{0,63}\npacket: [0-9a-f]{64}\nchanges: [0-9a-f]{64}\n'
      || E'production: (none|[0-9a-f-]{36})/[0-9]{1,9}\nclone: (none|[0-9a-f-]{36})/[0-9]{1,9}\ndatabase: [^\n]+\nserver: (?!none\n)[^\n]+\n'
      || E'mode: (TXN|SNAP)\nformula: [0-9a-f]{64}\npostgresql: [1-9][0-9]{0,2}\nbefore: [0-9a-f]{64}\nafter_apply: [0-9a-f]{64}\n'
      || E'after_rollback: [0-9a-f]{64}\nentry: (none|[0-9a-f]{64})\nexit: (none|[0-9a-f]{64})\n'
      || E'tiers: [0-9]{1,3}:[0-9]{1,9}( [0-9]{1,3}:[0-9]{1,9})*\nsigner: [^\n]+\n'
      || E'performed: [0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z\n$'))
    -- A line neither begins nor ends with a space, and nothing in it is hidden: the one form that parseRehearsal() reads.
    constraint governance_rehearsal_line_check check (statement !~ (
      E'([\\u0001-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b\\u200e\\u200f'
      || E'\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3'
      || E'\\U0001d173-\\U0001d17a\\U000e0001\\U000e0020-\\U000e007f]|: [ \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]'
      || E'|[ \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]\n|[^\n]{250}[^\n]{250}[^\n]{30})')),
  -- The SSH signature on it, in the namespace one-roof-rehearsal.
  signature text not null,
  release_code governance_code not null generated always as (rehearsal_value(statement, 'release')) stored,
  packet_tree_sha256 text not null generated always as (rehearsal_value(statement, 'packet')) stored
    constraint governance_rehearsal_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  -- TXN: applied and taken back in one transaction that was rolled back. SNAP: committed, and restored.
  mode text not null generated always as (rehearsal_value(statement, 'mode')) stored
    constraint governance_rehearsal_mode_check check (mode in ('TXN', 'SNAP')),
  -- What makes two fingerprints comparable.
  formula text not null generated always as (rehearsal_value(statement, 'formula')) stored
    constraint governance_rehearsal_formula_check check (formula ~ '^[0-9a-f]{64}$'),
  postgresql_major integer not null generated always as (rehearsal_value(statement, 'postgresql')::integer) stored,
  before text not null generated always as (rehearsal_value(statement, 'before')) stored
    constraint governance_rehearsal_before_check check (before ~ '^[0-9a-f]{64}$'),
  after_apply text not null generated always as (rehearsal_value(statement, 'after_apply')) stored
    constraint governance_rehearsal_after_apply_check check (after_apply ~ '^[0-9a-f]{64}$'),
  after_rollback text not null generated always as (rehearsal_value(statement, 'after_rollback')) stored
    constraint governance_rehearsal_after_rollback_check check (after_rollback ~ '^[0-9a-f]{64}$'),
  -- The clone, and who says so.
  performed_on text not null generated always as (rehearsal_value(statement, 'database')) stored,
  performed_at timestamptz not null generated always as (rehearsal_time(statement)) stored,
  signer text not null generated always as (rehearsal_value(statement, 'signer')) stored,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_rehearsal_mutated_check check (after_apply <> before),
  constraint governance_rehearsal_restored_check check (after_rollback = before)
);

-- Evidence is recorded once.
create unique index ux_governance_rehearsal_evidence on governance_rehearsal (md5(statement || signature));
create index ix_governance_rehearsal_packet on governance_rehearsal (packet_tree_sha256);
