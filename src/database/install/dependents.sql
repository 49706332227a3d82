-- $1 our schema. What `drop schema … cascade` would take with it that is not in the schema: views over ours, columns of
-- our types, foreign keys, triggers. One row per object, as PostgreSQL describes it. Our own triggers on Directus's
-- tables, whose names begin with one_roof_ and whose functions are ours, are meant to go.
with recursive doomed (classid, objid, objsubid) as (
  select 'pg_namespace'::regclass::oid, oid, 0 from pg_namespace where nspname = $1
  union
  select next.classid, next.objid, next.objsubid
  from doomed
  cross join lateral (
    -- What depends on it.
    select d.classid, d.objid, d.objsubid
    from pg_depend d
    where d.refclassid = doomed.classid and d.refobjid = doomed.objid and (doomed.objsubid in (0, d.refobjsubid))
    union all
    -- What it is a part of: a rule of its view.
    select d.refclassid, d.refobjid, d.refobjsubid
    from pg_depend d
    where d.classid = doomed.classid and d.objid = doomed.objid and d.deptype = 'i'
  ) as next
),
placed as (
  select
    doomed.*,
    case classid
      when 'pg_namespace'::regclass then objid
      when 'pg_class'::regclass then (select relnamespace from pg_class where oid = objid)
      when 'pg_type'::regclass then (select typnamespace from pg_type where oid = objid)
      when 'pg_proc'::regclass then (select pronamespace from pg_proc where oid = objid)
      when 'pg_constraint'::regclass then (select connamespace from pg_constraint where oid = objid)
      when 'pg_trigger'::regclass then (select c.relnamespace from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where t.oid = objid)
      when 'pg_rewrite'::regclass then (select c.relnamespace from pg_rewrite r join pg_class c on c.oid = r.ev_class
        where r.oid = objid)
      when 'pg_attrdef'::regclass then (select c.relnamespace from pg_attrdef a join pg_class c on c.oid = a.adrelid
        where a.oid = objid)
      when 'pg_policy'::regclass then (select c.relnamespace from pg_policy p join pg_class c on c.oid = p.polrelid
        where p.oid = objid)
    end as namespace
  from doomed
)
select distinct o.type || ' ' || o.identity as object
from placed
cross join lateral pg_identify_object(classid, objid, objsubid) as o
where namespace is distinct from (select oid from pg_namespace where nspname = $1)
  and namespace is distinct from 'pg_toast'::regnamespace
  -- Neither parts of what is named anyway, nor what only lists our objects.
  and not exists (select from pg_depend part where part.classid = placed.classid and part.objid = placed.objid
    and part.deptype = 'i')
  and classid not in ('pg_publication_rel'::regclass, 'pg_default_acl'::regclass)
  and not exists (
    select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where classid = 'pg_trigger'::regclass and t.oid = placed.objid and t.tgname like 'one\_roof\_%'
      and p.pronamespace = (select oid from pg_namespace where nspname = $1)
  )
order by 1
