-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_checkpoint_append_only
  before update or delete on governance_ledger_checkpoint
  for each row execute function refuse_change();
create or replace trigger trg_checkpoint_no_truncate
  before truncate on governance_ledger_checkpoint
  for each statement execute function refuse_change();
alter table governance_ledger_checkpoint enable always trigger trg_checkpoint_append_only;
alter table governance_ledger_checkpoint enable always trigger trg_checkpoint_no_truncate;

create or replace trigger trg_ledger_append_only
  before delete on governance_ledger
  for each row execute function refuse_change();
create or replace trigger trg_ledger_no_truncate
  before truncate on governance_ledger
  for each statement execute function refuse_change();
alter table governance_ledger enable always trigger trg_ledger_append_only;
alter table governance_ledger enable always trigger trg_ledger_no_truncate;

create or replace trigger trg_ledger_detail_append_only
  before delete on governance_ledger_detail
  for each row execute function refuse_change();
create or replace trigger trg_ledger_detail_no_truncate
  before truncate on governance_ledger_detail
  for each statement execute function refuse_change();
alter table governance_ledger_detail enable always trigger trg_ledger_detail_append_only;
alter table governance_ledger_detail enable always trigger trg_ledger_detail_no_truncate;

create or replace trigger trg_release_write_stays
  before delete on governance_release_write
  for each row execute function refuse_change();
create or replace trigger trg_release_write_no_truncate
  before truncate on governance_release_write
  for each statement execute function refuse_change();
alter table governance_release_write enable always trigger trg_release_write_stays;
alter table governance_release_write enable always trigger trg_release_write_no_truncate;

-- From here on no row of a table that asserts something is written, changed or deleted without a reason and a ledger row.
select arm_ledger();
