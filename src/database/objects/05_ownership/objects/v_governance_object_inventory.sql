-- The objects that need owners: collections that are governed or locked and required to be covered.
create or replace view v_governance_object_inventory as
select
  'collection'::text as object_type,
  collection_name as object_ref,
  governance_role in ('governed', 'locked') as requires_owner,
  coverage_status = 'BIRTH_REQUIRED' as born,
  "group"::text as group_code,
  required_since
from collection_registry
where governance_role in ('governed', 'locked') and coverage_status = 'BIRTH_REQUIRED';
