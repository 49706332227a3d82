-- What depends on a release, so that it cannot be taken back: a release that was applied after it and so begins from
-- it, a row that references or supersedes a row that it wrote, an owner in the place of one that would answer again.
-- Nothing else does: what a scan found, what a plan added, a type that was activated are neither touched nor in the
-- way.
create or replace function release_dependant(p_release text) returns table (dependant text)
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
declare
  reference record;
  installed text;
begin
  return query
    select 'release ' || l.release_code
    from governance_release l join governance_release r on r.release_code::text = p_release
    where l.status = 'applied' and l.release_code <> r.release_code and l.applied_at > r.applied_at;

  -- In a table that it installed: a row that it did not write, or not as it is now. It would go with the table.
  for installed in
    select v.relation from v_release_relation v where v.release = p_release and v.asserts
      and to_regclass(v.relation) is not null
  loop
    return query execute format($statement$
      select format('%%s %%s', %1$L, t.key)
      from (select %2$s as key, to_jsonb(t) as row from %1$I t) t
      left join governance_release_write w on w.release_code::text = $1 and w.relation = %1$L and w.key = t.key
      where w.after is null
        or exists (select from jsonb_each(w.after) a where t.row ? a.key and t.row -> a.key is distinct from a.value)
      $statement$, installed, key_expression(to_regclass(installed)))
      using p_release;
  end loop;

  for reference in
    select
      c.conrelid as referencing, r.relname as referencing_name, f.relname as relation,
      string_agg(format('t.%I::text = w.after ->> %L', a.attname, fa.attname), ' and ' order by k.place) as matches,
      -- A row that the release only pointed at what it wrote is pointed back.
      string_agg(format('v.before ->> %1$L is distinct from v.after ->> %1$L', a.attname), ' or '
        order by k.place) as moved
    from pg_constraint c
    join pg_class r on r.oid = c.conrelid
    join pg_class f on f.oid = c.confrelid and f.relnamespace = :'schema'::regnamespace
    join v_ledger_relation l on l.relation = f.relname and l.restored
    cross join lateral unnest(c.conkey, c.confkey) with ordinality as k (attnum, refers_to, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    join pg_attribute fa on fa.attrelid = c.confrelid and fa.attnum = k.refers_to
    where c.contype = 'f'
      -- Notes that One-Roof keeps by itself: they go with what they are about, or it stays for them, retired.
      and not (r.relnamespace = f.relnamespace and r.relname in (
        'candidate_scan_run', 'governance_candidate_state', 'governance_candidate_object', 'governed_structure',
        'governance_guard_lease',
        'governance_enforcement'))
    group by c.oid, c.conrelid, r.relname, f.relname
  loop
    return query execute format($statement$
      select distinct case when %2$L = 'governance_object_ownership'
          then format('%%s:%%s × %%s of %%s', t.row ->> 'object_type', t.row ->> 'object_ref', t.row ->> 'scope',
            t.row ->> 'created_by')
          else format('%%s %%s', %2$L, t.key) end
      from governance_release_write w
      join (select t.*, to_jsonb(t) as row, %3$s as key from %1$s t) t on %4$s
      left join governance_release_write v on v.release_code = w.release_code and v.relation = %2$L and v.key = t.key
      where w.release_code::text = $1 and w.relation = %6$L and w.before is null
        and (v.key is null or v.before is not null and not (%5$s))
      $statement$,
      reference.referencing::regclass, reference.referencing_name,
      coalesce(key_expression(reference.referencing), 't::text'),
      reference.matches, reference.moved, reference.relation)
      using p_release;
  end loop;

  return query
    select format('%s:%s × %s of %s', o.object_type, o.object_ref, o.scope, o.created_by)
    from governance_object_ownership o
    join release_row(p_release) r on r.relation = 'governance_object_ownership'
      and r.patch ->> 'lifecycle_status' = 'active'
      and (r.now ->> 'object_type', r.now ->> 'object_ref', r.now ->> 'scope', r.now ->> 'owner_kind')
        = (o.object_type, o.object_ref, o.scope::text, o.owner_kind)
    where o.owner_kind = 'accountable' and o.lifecycle_status = 'active' and not exists (
      select from governance_release_write w
      where w.release_code::text = p_release and w.relation = 'governance_object_ownership' and w.key = o.id::text
        and w.before is null);

  -- What is named by its type and name: there is no foreign key for that.
  return query
    select format('%s:%s × %s of %s', o.object_type, o.object_ref, o.scope, o.created_by)
    from governance_object_ownership o
    join governance_release_write w on w.release_code::text = p_release and w.before is null
      and (w.relation, w.key) = (case o.object_type when 'group' then 'governance_group'
        when 'collection' then 'collection_registry' end, o.object_ref)
    where o.lifecycle_status = 'active' and not exists (
      select from governance_release_write v
      where v.release_code = w.release_code and v.relation = 'governance_object_ownership' and v.key = o.id::text);
  return query
    select distinct format('%s:%s in %s:%s', c.child_type, c.child_ref, c.parent_type, c.parent_ref)
    from governance_containment t
    cross join lateral (select t.child_type, t.child_ref, t.parent_type, t.parent_ref) c
    join governance_release_write w on w.release_code::text = p_release and w.before is null and (
      (w.relation, w.key) = (case c.child_type when 'group' then 'governance_group'
        when 'collection' then 'collection_registry' end, c.child_ref)
      or (w.relation, w.key) = (case c.parent_type when 'group' then 'governance_group'
        when 'collection' then 'collection_registry' end, c.parent_ref))
    where not exists (
      select from governance_release_write v
      where v.release_code = w.release_code and v.relation = 'governance_containment'
        and v.key = row_key('governance_containment'::regclass, to_jsonb(t)));
end
$$;
