-- $1 kind, $2 clone pattern or NULL, $3 by whom.
insert into governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
select
  v.system_identifier, v.db_oid, v.dbname, $1::text, $2::text,
  v.epoch,
  $3::text
from v_current_environment v
