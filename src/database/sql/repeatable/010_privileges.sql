-- Who may do what; run after every migration. PUBLIC may nothing.
--   one_roof_reader   reads
--   one_roof_runtime  reads, and does what a running Directus must: discover collections, record a scan, take a lease,
--                     emit, log issues, chain what others left open, arm guards
-- Whether the roles exist is the cluster's affair: see roles.sql.
do $$
declare
  our_schema text := current_schema();
  reads text := (
    select string_agg(format('%I.%I(%s)', our_schema, p.proname, pg_get_function_identity_arguments(p.oid)), ', ')
    from pg_proc p where p.pronamespace = our_schema::regnamespace and p.provolatile <> 'v'
  );
  reader text;
begin
  execute format('revoke all on schema %I from public', our_schema);
  execute format('revoke all on all tables in schema %I from public', our_schema);
  execute format('revoke all on all sequences in schema %I from public', our_schema);
  execute format('revoke all on all functions in schema %I from public', our_schema);

  foreach reader in array array['one_roof_reader', 'one_roof_runtime'] loop
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
    -- What people do through Directus. The guards of these tables ask for a session of theirs.
    grant insert, update on approval_requests, governance_credential, governance_signature_challenge to one_roof_runtime;
    grant insert on apr_approvals, os_proposal_approvals, governance_signature to one_roof_runtime;
    grant execute on function grant_release_window to one_roof_runtime;
    grant execute on function
      discover_collections, acquire_lease, release_lease, seal_ledger, emit_event, fn_log_issue, fn_sweep_issues to one_roof_runtime;
    -- The role that owns Directus's tables puts our triggers on them.
    grant execute on function guard_items, guard_schema, guard_schema_truncate, attribute_writes, note_credential_change to one_roof_runtime;
    grant execute on function arm_table_guard, accept_structure, prune_governed_writes to one_roof_runtime;
  end if;
end
$$;
