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
    ('collection_registry', 'trg_silent_change'),
    ('collection_registry', 'trg_silent_truncate'),
    ('governance_registry', 'trg_silent_change'),
    ('governance_responsibility_scope', 'trg_silent_change'),
    ('governance_containment', 'trg_silent_change'),
    ('governance_containment', 'trg_silent_truncate'),
    ('governance_epoch', 'trg_epoch_append_only'),
    ('governance_epoch', 'trg_epoch_no_truncate'),
    ('governance_ledger', 'trg_ledger_written'),
    ('governance_ledger', 'trg_ledger_seal'),
    ('governance_ledger', 'trg_ledger_chain'),
    ('governance_ledger', 'trg_ledger_append_only'),
    ('governance_ledger', 'trg_ledger_no_truncate'),
    ('governance_ledger_detail', 'trg_ledger_detail_guard'),
    ('governance_ledger_detail', 'trg_ledger_detail_append_only'),
    ('governance_ledger_detail', 'trg_ledger_detail_no_truncate'),
    ('governance_ledger_checkpoint', 'trg_checkpoint_append_only'),
    ('governance_ledger_checkpoint', 'trg_checkpoint_no_truncate'),
    ('governance_containment', 'trg_containment_guard'),
    ('governance_object_ownership', 'trg_ownership_guard'),
    ('governance_owner_waiver', 'trg_waiver_guard'),
    ('governance_plan', 'trg_plan_append_only'),
    ('governance_plan', 'trg_plan_no_truncate'),
    ('candidate_scan_run', 'trg_scan_run_append_only'),
    ('candidate_scan_run', 'trg_scan_run_no_truncate'),
    ('governance_snapshot', 'trg_snapshot_append_only'),
    ('governance_snapshot', 'trg_snapshot_no_truncate'),
    ('governance_candidate_state', 'trg_capability_absent'),
    ('governance_candidate_object', 'trg_capability_absent'),
    ('gov_worker_cursor', 'trg_capability_absent'),
    ('event_type_registry', 'trg_event_type_guard'),
    ('event_outbox', 'trg_event_outbox_type_validate'),
    ('event_outbox', 'trg_event_outbox_queue'),
    ('event_outbox', 'trg_event_outbox_append_only'),
    ('event_outbox', 'trg_event_outbox_no_truncate'),
    ('event_delivery', 'trg_event_delivery_no_delete'),
    ('event_delivery', 'trg_event_delivery_no_truncate'),
    ('event_read', 'trg_capability_absent'),
    ('event_subscription', 'trg_capability_absent'),
    ('event_pending', 'trg_capability_absent'),
    ('system_issues', 'trg_issue_guard'),
    ('system_issues', 'trg_issue_no_truncate'),
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
    ('governance_guard_lease', 'trg_guard_lease_guard'),
    ('governed_write', 'trg_governed_write_guard'),
    ('governed_write', 'trg_governed_write_once'),
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
    ('governance_proposed_change', 'trg_watermark'),
    ('governance_registry', 'trg_watermark'),
    ('governance_responsibility_scope', 'trg_watermark'),
    ('governance_ruleset', 'trg_watermark'),
    ('collection_registry', 'trg_required_since')
  union all
  select relation, ledger_trigger
  from v_ledger_relation
  cross join (values ('trg_ledger_insert'), ('trg_ledger_update'), ('trg_ledger_delete'), ('trg_unledgered_truncate')) as of_ledger (ledger_trigger)
) as e (relation, trigger_name)
left join pg_class c on c.oid = to_regclass(:'schema' || '.' || e.relation)
left join pg_trigger t on t.tgrelid = c.oid and t.tgname = e.trigger_name and not t.tgisinternal;
