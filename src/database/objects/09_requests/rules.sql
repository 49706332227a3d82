-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('apr_action_types', 'action_type', null);
select protect_table('governance_signature_challenge', 'challenge', null);
select protect_table('governance_credential_change', 'credential_change');
select protect_table('approval_requests', 'request', null);
select protect_table('governance_confirmation', 'confirmation');
select protect_table('apr_approvals', 'vote');
select protect_table('governance_credential', 'credential', null);
select protect_table('governance_key_confirmation', 'key_confirmation', 'delete');
select protect_table('governance_signature', 'signature');
select protect_table('os_proposal_approvals', 'esignature');
select protect_table('governance_consumed_approval', 'consumed_approval');
select protect_table('governance_policy', 'policy');
select protect_table('governance_seat', 'seat', null);
select protect_table('governance_session', 'session_note', null);
