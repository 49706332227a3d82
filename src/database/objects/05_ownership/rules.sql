-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_registry
  for each statement execute function raise_watermark();
alter table governance_registry enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_responsibility_scope
  for each statement execute function raise_watermark();
alter table governance_responsibility_scope enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_group
  for each statement execute function raise_watermark();
alter table governance_group enable always trigger trg_watermark;

-- `last_seen_at` moves with every scan and changes no answer, so it does not raise the watermark.
create or replace trigger trg_watermark
  after insert or update of "group", governance_role, coverage_status, missing_since or delete or truncate on collection_registry
  for each statement execute function raise_watermark();
alter table collection_registry enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_containment
  for each statement execute function raise_watermark();
alter table governance_containment enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_object_ownership
  for each statement execute function raise_watermark();
alter table governance_object_ownership enable always trigger trg_watermark;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on governance_owner_waiver
  for each statement execute function raise_watermark();
alter table governance_owner_waiver enable always trigger trg_watermark;
