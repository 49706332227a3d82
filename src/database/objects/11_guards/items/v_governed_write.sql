-- Who really changed this: every recorded write with how far it is known who it was.
--   user           Directus noted a user in the same transaction
--   no_user        Directus noted it without a user: public access, or a flow with full access
--   unattributed   Directus noted nothing: SQL, a flow without accountability, sorting, a cascade
create or replace view v_governed_write as
select
  id,
  collection,
  item,
  kind,
  operation,
  subject,
  relation,
  item_count,
  case when activity_id is null then 'unattributed' when user_id is null then 'no_user' else 'user' end as attribution,
  user_id,
  activity_id,
  finding,
  permit,
  created_by as database_role,
  application,
  created_at as written_at
from governed_write;
