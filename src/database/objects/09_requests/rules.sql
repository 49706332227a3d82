-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_action_type_no_truncate
  before truncate on apr_action_types
  for each statement execute function refuse_change();
alter table apr_action_types enable always trigger trg_action_type_no_truncate;

create or replace trigger trg_challenge_no_truncate
  before truncate on governance_signature_challenge
  for each statement execute function refuse_change();
alter table governance_signature_challenge enable always trigger trg_challenge_no_truncate;

create or replace trigger trg_credential_change_append_only
  before update or delete on governance_credential_change
  for each row execute function refuse_change();
create or replace trigger trg_credential_change_no_truncate
  before truncate on governance_credential_change
  for each statement execute function refuse_change();
alter table governance_credential_change enable always trigger trg_credential_change_append_only;
alter table governance_credential_change enable always trigger trg_credential_change_no_truncate;

create or replace trigger trg_request_no_truncate
  before truncate on approval_requests
  for each statement execute function refuse_change();
alter table approval_requests enable always trigger trg_request_no_truncate;

create or replace trigger trg_confirmation_append_only
  before update or delete on governance_confirmation
  for each row execute function refuse_change();
create or replace trigger trg_confirmation_no_truncate
  before truncate on governance_confirmation
  for each statement execute function refuse_change();
alter table governance_confirmation enable always trigger trg_confirmation_append_only;
alter table governance_confirmation enable always trigger trg_confirmation_no_truncate;

create or replace trigger trg_vote_append_only
  before update or delete on apr_approvals
  for each row execute function refuse_change();
create or replace trigger trg_vote_no_truncate
  before truncate on apr_approvals
  for each statement execute function refuse_change();
alter table apr_approvals enable always trigger trg_vote_append_only;
alter table apr_approvals enable always trigger trg_vote_no_truncate;

create or replace trigger trg_credential_no_truncate
  before truncate on governance_credential
  for each statement execute function refuse_change();
alter table governance_credential enable always trigger trg_credential_no_truncate;

create or replace trigger trg_key_confirmation_append_only
  before delete on governance_key_confirmation
  for each row execute function refuse_change();
create or replace trigger trg_key_confirmation_no_truncate
  before truncate on governance_key_confirmation
  for each statement execute function refuse_change();
alter table governance_key_confirmation enable always trigger trg_key_confirmation_append_only;
alter table governance_key_confirmation enable always trigger trg_key_confirmation_no_truncate;

create or replace trigger trg_signature_append_only
  before update or delete on governance_signature
  for each row execute function refuse_change();
create or replace trigger trg_signature_no_truncate
  before truncate on governance_signature
  for each statement execute function refuse_change();
alter table governance_signature enable always trigger trg_signature_append_only;
alter table governance_signature enable always trigger trg_signature_no_truncate;

create or replace trigger trg_esignature_append_only
  before update or delete on os_proposal_approvals
  for each row execute function refuse_change();
create or replace trigger trg_esignature_no_truncate
  before truncate on os_proposal_approvals
  for each statement execute function refuse_change();
alter table os_proposal_approvals enable always trigger trg_esignature_append_only;
alter table os_proposal_approvals enable always trigger trg_esignature_no_truncate;

create or replace trigger trg_consumed_approval_append_only
  before update or delete on governance_consumed_approval
  for each row execute function refuse_change();
create or replace trigger trg_consumed_approval_no_truncate
  before truncate on governance_consumed_approval
  for each statement execute function refuse_change();
alter table governance_consumed_approval enable always trigger trg_consumed_approval_append_only;
alter table governance_consumed_approval enable always trigger trg_consumed_approval_no_truncate;

create or replace trigger trg_policy_append_only
  before update or delete on governance_policy
  for each row execute function refuse_change();
create or replace trigger trg_policy_no_truncate
  before truncate on governance_policy
  for each statement execute function refuse_change();
alter table governance_policy enable always trigger trg_policy_append_only;
alter table governance_policy enable always trigger trg_policy_no_truncate;

create or replace trigger trg_seat_no_truncate
  before truncate on governance_seat
  for each statement execute function refuse_change();
alter table governance_seat enable always trigger trg_seat_no_truncate;

create or replace trigger trg_session_note_no_truncate
  before truncate on governance_session
  for each statement execute function refuse_change();
alter table governance_session enable always trigger trg_session_note_no_truncate;
