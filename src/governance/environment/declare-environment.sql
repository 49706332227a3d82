-- $1 kind, $2 clone pattern or NULL, $3 by whom. The epoch goes up because a copied database brings the old one's rows.
insert into governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
select
  v.system_identifier, v.db_oid, v.dbname, $1::text, $2::text,
  coalesce((select max(epoch) from governance_environment), 0) + 1,
  $3::text
from v_current_environment v
