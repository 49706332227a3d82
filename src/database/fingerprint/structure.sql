-- $1 a schema. Everything in it that is not row content, one line of text per object, in a form that does not depend
-- on oids, on the order of creation, on the name of the owner, or on how a major version lists the same thing:
-- PostgreSQL 18 keeps NOT NULL as constraints and knows the privilege MAINTAIN, so both are left to the columns and out.
with space as (
  select oid, nspname, nspowner, nspacl from pg_namespace where nspname = $1
),
relation as (
  select c.oid, c.relname, c.relkind, c.relowner, c.relacl from pg_class c join space s on s.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
),
routine as (
  select p.oid, p.proowner, p.proacl, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature
  from pg_proc p join space s on s.oid = p.pronamespace
  where p.prokind in ('f', 'p')
),
acl as (
  select 'schema ' || nspname as object, nspowner as owner, coalesce(nspacl, acldefault('n', nspowner)) as items from space
  union all
  select 'relation ' || relname, relowner, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)) from relation
  union all
  select 'function ' || signature, proowner, coalesce(proacl, acldefault('f', proowner)) from routine
),
privilege as (
  select a.object,
    case when e.grantee = 0 then 'PUBLIC' when e.grantee = a.owner then 'OWNER' else pg_get_userbyid(e.grantee)::text end
      || ' ' || e.privilege_type || case when e.is_grantable then '*' else '' end as granted
  from acl a cross join aclexplode(a.items) e
  where e.privilege_type <> 'MAINTAIN'
),
line (kind, object, detail) as (
  select 'relation', relname::text, relkind::text from relation
  union all
  select 'column', r.relname || '.' || a.attname,
    jsonb_build_array(format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid), co.collname)::text
  from relation r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
  left join pg_collation co on co.oid = a.attcollation
  where r.relkind <> 'S'
  union all
  select 'constraint', r.relname || '.' || k.conname, pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' NOT VALID' end
  from relation r join pg_constraint k on k.conrelid = r.oid where k.contype not in ('n', 't')
  union all
  select 'index', r.relname || '.' || i.relname, pg_get_indexdef(x.indexrelid) || case when x.indisvalid then '' else ' INVALID' end
  from relation r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid
  union all
  select 'view', r.relname::text, pg_get_viewdef(r.oid) from relation r where r.relkind in ('v', 'm')
  union all
  select 'trigger', r.relname || '.' || t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
  from relation r join pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
  union all
  select 'policy', r.relname || '.' || p.polname,
    jsonb_build_array(p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))::text
  from relation r join pg_policy p on p.polrelid = r.oid
  union all
  select 'rule', r.relname || '.' || w.rulename, pg_get_ruledef(w.oid)
  from relation r join pg_rewrite w on w.ev_class = r.oid where w.rulename <> '_RETURN'
  union all
  select 'sequence', r.relname::text, jsonb_build_array(format_type(q.seqtypid, null), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle)::text
  from relation r join pg_sequence q on q.seqrelid = r.oid
  union all
  select 'function', signature, pg_get_functiondef(oid) from routine
  union all
  select 'domain', t.typname::text,
    format_type(t.typbasetype, t.typtypmod) || ' ' || coalesce((
      select string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ' ' order by k.conname)
      from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')
  from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'd'
  union all
  select 'enum', t.typname::text, (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)
  from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'e'
  union all
  select 'privilege', object, string_agg(granted, ', ' order by granted collate "C") from privilege group by object
)
select jsonb_agg(
    jsonb_build_object('kind', kind, 'object', object, 'digest', encode(sha256(convert_to(detail, 'UTF8')), 'hex'))
    order by kind collate "C", object collate "C"
  ) as parts
from line
