-- What a release ($1) wrote, beside what is there now: by key, as its rollback does (docs/decisions/0043-rollback.md).
-- `broken` are rows that only a release may write, that are not as it left them, and that no later one wrote; and rows
-- that no release wrote. `life` is what changed besides: by a later release, or in tables where people and One-Roof go
-- on working. Of another release only counts what is applied and verifiably ratified, so that nobody hides a row behind
-- a release that they made up.
with counted as materialized (
  select r.release_code, r.applied_at
  from governance_release r
  where r.release_code::text = $1 or (r.status = 'applied' and ratification_counts(r.release_code::text))
), later as (
  select distinct on (w.relation, w.key) w.relation, w.key, r.release_code::text as release
  from governance_release_write w
  join counted r on r.release_code = w.release_code
  join governance_release mine on mine.release_code::text = $1 and r.applied_at > mine.applied_at
  order by w.relation, w.key, r.applied_at desc
), judged as (
  select
    w.relation, w.key, l.release as later,
    exists (select from pg_trigger t where t.tgrelid = to_regclass(w.relation)
      and t.tgname = 'trg_release_is_whole') as by_release_only,
    (w.after is null) <> (w.now is null) or exists (
      select from jsonb_each(w.after) a
      -- Who touched a row last, and when, is kept by the table itself; a column may have gone with an upgrade.
      where a.key not in ('updated_at', 'updated_by') and w.now ? a.key
        and w.now -> a.key is distinct from a.value) as changed
  from release_row($1) w
  left join later l using (relation, key)
), unwritten as (
  select relation, key
  from (
    select 'governance_object_ownership' as relation, o.id::text as key from governance_object_ownership o
    union all
    select 'governance_owner_waiver', concat_ws('/', o.object_type, o.object_ref, o.scope)
      from governance_owner_waiver o
  ) o
  where not exists (
    select from governance_release_write w join counted r on r.release_code = w.release_code
    where w.relation = o.relation and w.after is not null and w.key = o.key)
)
select
  (select count(*)::int from judged) as written,
  (
    select coalesce(jsonb_agg(relation || ' ' || key order by relation, key), '[]')
    from (
      select relation, key from judged where changed and by_release_only and later is null
      union all
      select relation, key from unwritten
    ) b
  ) as broken,
  (
    select coalesce(jsonb_agg(told order by told), '[]')
    from (
      select count(*) || ' rows of ' || relation || coalesce(', by release ' || later, '') as told
      from judged where changed and not (by_release_only and later is null)
      group by relation, later
    ) c
  ) as life
