-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_watermark
  after insert on governance_plan
  for each statement execute function raise_watermark();
create or replace trigger trg_plan_append_only
  before update or delete on governance_plan
  for each row execute function refuse_change();
create or replace trigger trg_plan_no_truncate
  before truncate on governance_plan
  for each statement execute function refuse_change();
alter table governance_plan enable always trigger trg_watermark;
alter table governance_plan enable always trigger trg_plan_append_only;
alter table governance_plan enable always trigger trg_plan_no_truncate;
