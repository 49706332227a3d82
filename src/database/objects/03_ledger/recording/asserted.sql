-- What a release changes and its rollback restores: the tables, and the columns that say when, by whom and by which
-- approval, or number rows. Those differ between a clone and production, and assert nothing.
-- The fingerprint of scope `release`, assertions_digest() and lock_for_release() are about these tables.
create or replace function asserted() returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select jsonb_build_object(
    'tables', (select jsonb_agg(relation order by relation collate "C") from v_ledger_relation
      where restored and to_regclass(relation) is not null),
    'without', array[
      'id', 'supersedes_id', 'approval_ref', 'audit_ref', 'rollback_ref', 'activation_approval_ref', 'activated_by',
      'created_at', 'created_by',
      'updated_at', 'updated_by', 'effective_from', 'discovered_at', 'last_seen_at', 'missing_since', 'required_since'])
$$;
