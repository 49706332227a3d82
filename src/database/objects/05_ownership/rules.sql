-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select watch_table('governance_registry');
select watch_table('governance_responsibility_scope');
select watch_table('governance_group');
-- `last_seen_at` moves with every scan and changes no answer, so it does not raise the watermark.
select watch_table(
  'collection_registry',
  'insert or update of "group", governance_role, coverage_status, missing_since or delete or truncate'
);
select watch_table('governance_containment');
select watch_table('governance_object_ownership');
select watch_table('governance_owner_waiver');
