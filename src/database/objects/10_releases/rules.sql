-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_rehearsal_append_only
  before update or delete on governance_rehearsal
  for each row execute function refuse_change();
create or replace trigger trg_rehearsal_no_truncate
  before truncate on governance_rehearsal
  for each statement execute function refuse_change();
alter table governance_rehearsal enable always trigger trg_rehearsal_append_only;
alter table governance_rehearsal enable always trigger trg_rehearsal_no_truncate;

create or replace trigger trg_simulated_approval_append_only
  before update or delete on governance_simulated_approval
  for each row execute function refuse_change();
create or replace trigger trg_simulated_approval_no_truncate
  before truncate on governance_simulated_approval
  for each statement execute function refuse_change();
alter table governance_simulated_approval enable always trigger trg_simulated_approval_append_only;
alter table governance_simulated_approval enable always trigger trg_simulated_approval_no_truncate;
