-- The triggers that make the rules hold, and whether each is there and fires in every session (ENABLE ALWAYS).
-- The list is the expectation: a guard that is not in it is not relied upon.
create view v_governance_guard as
select
  e.relation,
  e.trigger_name,
  case
    when t.oid is null then 'missing'
    when t.tgenabled = 'A' then 'armed'
    else 'disabled'
  end as state
from (
  values
    ('governance_environment', 'trg_environment_guard'),
    ('governance_environment', 'trg_environment_append_only'),
    ('governance_environment', 'trg_environment_no_truncate'),
    ('governance_what_if', 'trg_what_if_ends'),
    ('governance_ledger', 'trg_ledger_chain'),
    ('governance_ledger', 'trg_ledger_append_only'),
    ('governance_ledger', 'trg_ledger_no_truncate'),
    ('collection_registry', 'trg_required_since'),
    ('collection_registry', 'trg_silent_change'),
    ('collection_registry', 'trg_silent_truncate'),
    ('governance_proposed_change', 'trg_watermark'),
    ('governance_registry', 'trg_silent_change'),
    ('governance_responsibility_scope', 'trg_silent_change'),
    ('governance_containment', 'trg_silent_change'),
    ('governance_containment', 'trg_silent_truncate'),
    ('governance_containment', 'trg_containment_guard'),
    ('governance_object_ownership', 'trg_ownership_guard'),
    ('governance_object_ownership', 'trg_ownership_no_truncate'),
    ('governance_owner_waiver', 'trg_waiver_guard'),
    ('governance_owner_waiver', 'trg_waiver_no_truncate'),
    ('governance_plan', 'trg_plan_append_only'),
    ('governance_plan', 'trg_plan_no_truncate'),
    ('candidate_scan_run', 'trg_scan_run_append_only'),
    ('candidate_scan_run', 'trg_scan_run_no_truncate'),
    ('governance_snapshot', 'trg_snapshot_append_only'),
    ('governance_snapshot', 'trg_snapshot_no_truncate'),
    ('governance_candidate_state', 'trg_capability_absent'),
    ('governance_candidate_object', 'trg_capability_absent'),
    ('gov_worker_cursor', 'trg_capability_absent'),
    ('event_type_registry', 'trg_capability_absent'),
    ('event_outbox', 'trg_capability_absent'),
    ('event_read', 'trg_capability_absent'),
    ('event_subscription', 'trg_capability_absent'),
    ('event_pending', 'trg_capability_absent'),
    ('system_issues', 'trg_capability_absent'),
    ('apr_action_types', 'trg_capability_absent'),
    ('approval_requests', 'trg_capability_absent'),
    ('apr_approvals', 'trg_capability_absent'),
    ('os_proposal_approvals', 'trg_capability_absent'),
    ('governance_signature', 'trg_capability_absent'),
    ('governance_build_authorization', 'trg_capability_absent'),
    ('governance_release', 'trg_capability_absent'),
    ('dot_tools', 'trg_capability_absent'),
    ('birth_registry', 'trg_capability_absent'),
    ('dot_command_run', 'trg_capability_absent'),
    ('governance_enforcement', 'trg_enforcement_guard'),
    ('governance_enforcement', 'trg_enforcement_no_truncate'),
    ('governance_write_rule', 'trg_write_rule_guard'),
    ('governance_write_rule', 'trg_write_rule_no_truncate'),
    ('governance_change_window', 'trg_permit_guard'),
    ('governance_change_window', 'trg_permit_no_truncate'),
    ('governance_override', 'trg_permit_guard'),
    ('governance_override', 'trg_permit_no_truncate'),
    ('governed_write', 'trg_governed_write_guard'),
    ('governed_write', 'trg_governed_write_no_truncate'),
    -- What entity tags are made of, and since when a cell is required.
    ('candidate_scan_run', 'trg_watermark'),
    ('collection_registry', 'trg_watermark'),
    ('governance_containment', 'trg_watermark'),
    ('governance_environment', 'trg_watermark'),
    ('governance_group', 'trg_watermark'),
    ('governance_object_ownership', 'trg_watermark'),
    ('governance_owner_waiver', 'trg_watermark'),
    ('governance_plan', 'trg_watermark'),
    ('governance_registry', 'trg_watermark'),
    ('governance_responsibility_scope', 'trg_watermark'),
    ('governance_ruleset', 'trg_watermark'),
    ('collection_registry', 'trg_required_since')
) as e (relation, trigger_name)
left join pg_class c on c.oid = to_regclass(:'schema' || '.' || e.relation)
left join pg_trigger t on t.tgrelid = c.oid and t.tgname = e.trigger_name and not t.tgisinternal;
