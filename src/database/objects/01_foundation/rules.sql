-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_environment_append_only
  before update or delete on governance_environment
  for each row execute function refuse_change();
create or replace trigger trg_environment_no_truncate
  before truncate on governance_environment
  for each statement execute function refuse_change();
create or replace trigger trg_watermark
  after insert on governance_environment
  for each statement execute function raise_watermark();
alter table governance_environment enable always trigger trg_environment_append_only;
alter table governance_environment enable always trigger trg_environment_no_truncate;
alter table governance_environment enable always trigger trg_watermark;

create or replace trigger trg_epoch_append_only
  before update or delete on governance_epoch
  for each row execute function refuse_change();
create or replace trigger trg_epoch_no_truncate
  before truncate on governance_epoch
  for each statement execute function refuse_change();
alter table governance_epoch enable always trigger trg_epoch_append_only;
alter table governance_epoch enable always trigger trg_epoch_no_truncate;
