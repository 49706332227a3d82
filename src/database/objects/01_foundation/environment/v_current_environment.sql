-- One row: what is proven about the database this session is connected to.
-- `kind` is `undeclared` where no declaration carries this database's own oid and cluster.
create or replace view v_current_environment as
select
  current_database()::text as dbname,
  d.oid as db_oid,
  c.system_identifier,
  coalesce(e.kind, 'undeclared') as kind,
  e.dbname as declared_dbname,
  e.environment_id,
  current_epoch() as epoch,
  -- The name under which the governed production database was declared, also when it was declared elsewhere.
  (select p.dbname from governance_environment p where p.kind = 'production'
    order by p.marked_at desc limit 1) as production_dbname
from pg_database d
cross join pg_control_system() c
left join governance_environment e on e.db_oid = d.oid and e.system_identifier = c.system_identifier
where d.datname = current_database();
