-- Every gap as the issue that it would be logged as. Reading it logs nothing.
create or replace view v_owner_gap_issue as
select
  'GAP-' || object_ref || '-' || scope as code,
  'governance_coverage_gap' as issue_type,
  'ownership' as issue_class,
  'warning' as severity,
  'Nobody is accountable for ' || scope || ' of ' || object_type || ' ' || object_ref as title,
  object_type as entity_type,
  object_ref as entity_code,
  'gov_coverage_scanner' as source,
  'gap:' || object_type || ':' || object_ref || ':' || scope as coalesce_key,
  jsonb_build_object('object', object_ref, 'scope', scope, 'missing', 'accountable_owner') as evidence
from v_object_owner_gap;
