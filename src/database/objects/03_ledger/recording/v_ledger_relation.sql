-- The tables that assert something: every change of a row of theirs is in the ledger. `unwatched` are columns that
-- observe and assert nothing, or stand in another column by their digest; a change of nothing else is not recorded.
-- `restored` are what a release changes, and what its rollback restores row by row: asserted() has them. arm_ledger()
-- makes the triggers out of this list, the guard and `ledger verify` look for them by it.
create or replace view v_ledger_relation as
select
  relation,
  unwatched,
  relation in (
    'governance_responsibility_scope', 'governance_registry', 'governance_group', 'collection_registry',
    'governance_containment',
    'governance_ruleset', 'event_type_registry', 'governance_object_ownership', 'governance_owner_waiver'
  ) as restored
from (
  values
    ('governance_environment', '{}'::text[]),
    ('governance_registry', '{}'),
    ('governance_responsibility_scope', '{}'),
    ('governance_group', '{}'),
    ('collection_registry', '{discovered_at,last_seen_at,required_since}'),
    ('governance_containment', '{}'),
    ('governance_object_ownership', '{}'),
    ('governance_owner_waiver', '{}'),
    ('governance_plan', '{}'),
    ('governance_proposed_change', '{}'),
    ('governance_ruleset', '{}'),
    ('event_type_registry', '{}'),
    ('event_subscription', '{}'),
    ('apr_action_types', '{}'),
    ('approval_requests', '{evidence,revision_content}'),
    ('governance_consumed_approval', '{}'),
    ('apr_approvals', '{}'),
    ('os_proposal_approvals', '{}'),
    ('governance_signature', '{}'),
    ('governance_policy', '{}'),
    ('governance_seat', '{}'),
    ('governance_credential', '{counter}'),
    ('governance_key_confirmation', '{}'),
    ('governance_build_authorization', '{}'),
    ('governance_release', '{}'),
    ('governance_rehearsal', '{}'),
    ('governance_simulated_approval', '{}'),
    ('dot_tools', '{}'),
    ('governance_enforcement', '{}'),
    ('governance_write_rule', '{}'),
    ('governance_change_window', '{}'),
    ('governance_override', '{}')
) as list (relation, unwatched)
union all
-- What releases installed.
select relation, '{}'::text[], true from v_release_relation where asserts;
