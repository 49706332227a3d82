-- What a release wrote, row by row: how each row was before the first of its writes and after the last. Written by the trigger of the
-- ledger while the release is carried out, and by nothing else; its rollback restores exactly this.
create table governance_release_write (
  release_code governance_code not null
    constraint governance_release_write_release_code_fkey references governance_release (release_code),
  relation text not null,
  -- See row_key().
  key text not null,
  -- NULL: there was none.
  before jsonb,
  -- NULL: there is none any more.
  after jsonb,
  constraint governance_release_write_pkey primary key (release_code, relation, key)
);
