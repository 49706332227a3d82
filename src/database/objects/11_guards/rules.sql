-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_permit_no_truncate
  before truncate on governance_change_window
  for each statement execute function refuse_change();
alter table governance_change_window enable always trigger trg_permit_no_truncate;

create or replace trigger trg_permit_no_truncate
  before truncate on governance_override
  for each statement execute function refuse_change();
alter table governance_override enable always trigger trg_permit_no_truncate;

create or replace trigger trg_governed_write_no_truncate
  before truncate on governed_write
  for each statement execute function refuse_change();
alter table governed_write enable always trigger trg_governed_write_no_truncate;

create or replace trigger trg_enforcement_no_truncate
  before truncate on governance_enforcement
  for each statement execute function refuse_change();
alter table governance_enforcement enable always trigger trg_enforcement_no_truncate;

create or replace trigger trg_write_rule_no_truncate
  before truncate on governance_write_rule
  for each statement execute function refuse_change();
alter table governance_write_rule enable always trigger trg_write_rule_no_truncate;
