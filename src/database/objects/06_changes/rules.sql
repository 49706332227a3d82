-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_proposed_change
  for each statement execute function raise_watermark();
alter table governance_proposed_change enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_ruleset
  for each statement execute function raise_watermark();
alter table governance_ruleset enable always trigger trg_watermark;
