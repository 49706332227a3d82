-- Who may call what reads Directus's tables, said by whoever owns these functions. What PUBLIC and our roles have is
-- taken first.
do $$
declare
  reads constant text := 'authenticated_user, directus_person, directus_user, directus_role, directus_rights, directus_role_is_alive, directus_collection, own_account_change, account_change';
  triggers constant text := 'note_credential_change, note_new_session, attribute_writes, guard_items, guard_schema, guard_schema_truncate';
  caller text;
begin
  execute format('revoke all on function %s, %s from public', reads, triggers);
  foreach caller in array array[:reading_roles] loop
    if to_regrole(caller) is not null then
      execute format('revoke all on function %s, %s from %I', reads, triggers, caller);
      execute format('grant execute on function %s to %I', reads, caller);
    end if;
  end loop;
  -- The role that owns Directus's tables puts our triggers on them.
  if to_regrole('one_roof_runtime') is not null then
    execute format('grant execute on function %s to one_roof_runtime', triggers);
  end if;
  if current_setting('one_roof.separated', true) = 'on' then
    execute format('grant execute on function %s to one_roof_owner', reads);
  end if;
end
$$;
