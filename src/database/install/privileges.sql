-- Who may do what; run after every migration. It first takes everything that PUBLIC and our roles have, so what was
-- granted once and is not granted here is gone.
--   one_roof_reader   reads
--   one_roof_gateway  in mode separated: owns the functions that read Directus's tables, and calls those that note what
--                     they found
--   one_roof_runtime  reads, and does what a running Directus must: discover collections, record a scan, take a lease,
--                     emit, log issues, chain what others left open, arm guards
-- Whether the roles exist is the cluster's affair: see roles.sql.
do $$
declare
  our_schema text := current_schema();
  -- What reads Directus's tables may belong to another role, which says itself who may call it: see gateway/.
  every text := (
    select string_agg(p.oid::regprocedure::text, ', ')
    from pg_proc p where p.pronamespace = our_schema::regnamespace and p.proowner = current_user::regrole
  );
  reads text := (
    select string_agg(p.oid::regprocedure::text, ', ')
    from pg_proc p
    where p.pronamespace = our_schema::regnamespace and p.proowner = current_user::regrole and p.provolatile <> 'v'
  );
  holders text := (
    select concat_ws(', ', 'public', string_agg(quote_ident(r.rolname), ', '))
    from pg_roles r
    where r.rolname in (:granted_roles)
  );
  reader text;
begin
  execute format('revoke all on schema %I from %s', our_schema, holders);
  execute format('revoke all on all tables in schema %I from %s', our_schema, holders);
  execute format('revoke all on all sequences in schema %I from %s', our_schema, holders);
  execute format('revoke all on function %s from %s', every, holders);

  foreach reader in array array[:reading_roles] loop
    if to_regrole(reader) is not null then
      execute format('grant usage on schema %I to %I', our_schema, reader);
      execute format('grant select on all tables in schema %I to %I', our_schema, reader);
      execute format('grant execute on function %s to %I', reads, reader);
      -- Changes nothing: what it does is undone before it returns.
      execute format('grant execute on function what_if to %I', reader);
    end if;
  end loop;

  if to_regrole('one_roof_runtime') is not null then
    grant insert on governance_snapshot, candidate_scan_run to one_roof_runtime;
    grant select, insert, update, delete on gov_runtime_lease to one_roof_runtime;
    -- What people do through Directus. The table rules ask for a session of theirs.
    grant insert, update on
      approval_requests, governance_credential, governance_key_confirmation, governance_signature_challenge
      to one_roof_runtime;
    grant insert on
      apr_approvals, os_proposal_approvals, governance_signature, governance_confirmation to one_roof_runtime;
    grant execute on function
      file_request, confirm_request, withdraw_request, supersede_request, keep_confirmation, cast_vote, keep_signature,
      open_challenge, try_challenge, burn_challenge, enrol_credential, keep_counter, revoke_credential, confirm_key,
      withdraw_key_confirmation, grant_release_window, revoke_release_windows
      to one_roof_runtime;
    grant execute on function
      discover_collections, record_scan, record_refused_scan, acquire_lease, release_lease, chain_ledger, emit_event,
      fn_log_issue, fn_sweep_issues to one_roof_runtime;
    -- Keeps nothing either.
    grant execute on function require_room to one_roof_runtime;
    grant execute on function
      arm_table_guard, keep_first_structure, prune_governed_writes, report_unseen, note_table_change
      to one_roof_runtime;
  end if;

  -- In mode separated: what the functions that read Directus's tables hand on. They hand on plain values, and can do
  -- nothing else here.
  if current_setting('one_roof.separated', true) = 'on' then
    execute format('grant usage on schema %I to one_roof_gateway', our_schema);
    grant execute on function
      note_items, note_attribution, note_schema_change, note_schema_truncate, note_credentials, is_seated, note_session,
      note_logins
      to one_roof_gateway;
  end if;
end
$$;
