-- Tables in Directus's schema that belong to a role whose rights the owner of Directus's own tables does not have:
-- Directus can neither read them, unless it was granted that, nor put a guard on them. `fix`: what the owner of the
-- table, or a superuser, runs.
create or replace view v_foreign_table as
select
  c.relname::text as collection,
  pg_get_userbyid(c.relowner)::text as table_owner,
  pg_get_userbyid(d.relowner)::text as directus_owner,
  format('ALTER TABLE %I.%I OWNER TO %I;', :'directus_schema', c.relname, pg_get_userbyid(d.relowner)) as fix
from pg_class c
join pg_class d on d.oid = to_regclass(format('%I.directus_collections', :'directus_schema'))
where c.relnamespace = d.relnamespace and c.relkind in ('r', 'p') and not pg_has_role(d.relowner, c.relowner, 'usage');
