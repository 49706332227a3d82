-- $1 our schema. What an object of it needs to exist, as the catalogue knows it: one row per pair, with the kind of the
-- reference. Names are those of definitions.ts; parts count as the table, view or domain that they belong to.
with space as (
  select oid from pg_namespace where nspname = $1
),
-- Every catalogue row that is an object of ours, or a part of one.
owned (classid, objid, kind, name, part) as (
  select 'pg_class'::regclass, c.oid, case c.relkind when 'r' then 'table' when 'v' then 'view' else 'type' end, c.relname::text, ''
  from pg_class c join space s on s.oid = c.relnamespace where c.relkind in ('r', 'v', 'c')
  union all
  select 'pg_class'::regclass, x.indexrelid, 'table', t.relname::text, 'index'
  from pg_index x join pg_class t on t.oid = x.indrelid join space s on s.oid = t.relnamespace
  union all
  select 'pg_attrdef'::regclass, d.oid, 'table', t.relname::text, 'default'
  from pg_attrdef d join pg_class t on t.oid = d.adrelid join space s on s.oid = t.relnamespace
  union all
  select 'pg_rewrite'::regclass, w.oid, 'view', t.relname::text, 'query'
  from pg_rewrite w join pg_class t on t.oid = w.ev_class join space s on s.oid = t.relnamespace
  union all
  select 'pg_constraint'::regclass, k.oid,
    case when k.conrelid <> 0 then 'table' else 'domain' end, coalesce(t.relname, y.typname)::text,
    case k.contype when 'f' then 'foreign key' else 'check' end
  from pg_constraint k join space s on s.oid = k.connamespace
  left join pg_class t on t.oid = k.conrelid
  left join pg_type y on y.oid = k.contypid
  where k.contype <> 't'
  union all
  select 'pg_trigger'::regclass, t.oid, 'trigger', c.relname || '.' || t.tgname, ''
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join space s on s.oid = c.relnamespace where not t.tgisinternal
  union all
  select 'pg_proc'::regclass, p.oid, 'function', p.proname || '/' || p.pronargs, 'signature'
  from pg_proc p join space s on s.oid = p.pronamespace
  union all
  -- The type of a row, of an array of rows, or a domain.
  select 'pg_type'::regclass, y.oid,
    case coalesce(e.typtype, y.typtype) when 'd' then 'domain' else case c.relkind when 'r' then 'table' when 'v' then 'view' else 'type' end end,
    coalesce(c.relname, e.typname, y.typname)::text, ''
  from pg_type y join space s on s.oid = y.typnamespace
  left join pg_type e on e.oid = y.typelem and y.typcategory = 'A'
  left join pg_class c on c.oid = coalesce(e.typrelid, y.typrelid) and c.oid <> 0
)
select distinct
  o.kind || ' ' || o.name as "from",
  r.kind || ' ' || r.name as "to",
  case when o.part = '' then case o.kind when 'table' then 'column' else o.kind end else o.part end as via
from pg_depend d
join owned o on o.classid = d.classid and o.objid = d.objid
join owned r on r.classid = d.refclassid and r.objid = d.refobjid
where (o.kind, o.name) <> (r.kind, r.name)
order by 1, 2, 3
