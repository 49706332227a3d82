-- Checks the body of every function of ours as creating it does: those were created in any order, before what they use.
select case l.lanname when 'sql' then pg_catalog.fmgr_sql_validator(p.oid) else pg_catalog.plpgsql_validator(p.oid) end
from pg_catalog.pg_proc p
join pg_catalog.pg_language l on l.oid = p.prolang
where p.pronamespace = :'schema'::pg_catalog.regnamespace
  and p.proowner = current_user::pg_catalog.regrole
  and l.lanname in ('sql', 'plpgsql');
