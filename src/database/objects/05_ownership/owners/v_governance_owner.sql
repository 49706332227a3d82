-- Every owner and whether it is alive. An owner without a Directus role is alive until it is retired.
create or replace view v_governance_owner as
select
  r.code,
  r.name,
  r.directus_role,
  r.status,
  r.status = 'active' and (r.directus_role is null or directus_role_is_alive(r.directus_role)) as alive
from governance_registry r;
