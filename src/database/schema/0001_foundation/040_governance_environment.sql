-- What this database was declared to be. A row speaks only for the database whose oid and cluster it names: a copy
-- of it in another database proves nothing there. Without a row of its own a database counts as production.
create table governance_environment (
  system_identifier bigint not null,
  db_oid oid not null,
  dbname text not null,
  kind text not null constraint governance_environment_kind_check check (kind in ('production', 'clone')),
  -- The anchored regular expression that the name of a clone matched when it was declared.
  clone_pattern text,
  -- Raised when the same database is declared again in another cluster: transaction ids start over there.
  -- Random, so that it cannot be guessed or kept by a copy: what people sign names it, and counts in no other database.
  environment_id uuid not null default gen_random_uuid() constraint governance_environment_environment_id_key unique,
  epoch integer not null constraint governance_environment_epoch_check check (epoch > 0),
  marked_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_environment_pkey primary key (system_identifier, db_oid),
  constraint governance_environment_clone_pattern_check check (
    case kind
      when 'clone' then
        clone_pattern like '^_%$'
        -- On its own, so that it cannot close the group below; then as a whole: in ^a|b$ only a would be anchored.
        and dbname ~ substr(clone_pattern, 2, length(clone_pattern) - 2)
        and dbname ~ ('^(?:' || substr(clone_pattern, 2, length(clone_pattern) - 2) || ')$')
      else clone_pattern is null
    end
  )
);
