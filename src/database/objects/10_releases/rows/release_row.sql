-- What a release wrote, beside what is there now.
--   patch   what a row that is there gets back: see restored_columns()
--   stays   whether what the release did to this row is still there
-- One ruleset is active at most. Where rules of another origin are in force by now, the ones before the release do not
-- return. What notes of One-Roof's own refer to stays, retired: a ruleset by which it has scanned, a group whose guards
-- have a mode.
create or replace function release_row(p_release text)
returns table (relation text, key text, before jsonb, after jsonb, now jsonb, patch jsonb, stays boolean)
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  listed text;
  other_rules boolean := exists (
    select from governance_ruleset r
    where r.status = 'active' and not exists (
      select from governance_release_write w
      where w.release_code::text = p_release and w.relation = 'governance_ruleset' and w.key = r.ruleset_version
        and w.after ->> 'status' = 'active'));
begin
  for listed in select l.relation from v_ledger_relation l where l.restored and to_regclass(l.relation) is not null loop
    return query execute format($statement$
      select r.*, r.now is not null and (r.before is null and r.now ->> 'status' is distinct from 'retired'
        or r.patch <> '{}')
      from (
        select w.relation, w.key, w.before, w.after, to_jsonb(t) as now, case
            when w.before is null or w.after is null or t is null then '{}'
            when w.relation = 'governance_ruleset'
              and $2 then restored_columns(w.before, w.after, to_jsonb(t)) - 'status'
            else restored_columns(w.before, w.after, to_jsonb(t))
          end as patch
        from governance_release_write w
        left join %1$I t on %2$s = w.key
        where w.release_code::text = $1 and w.relation = %1$L
      ) r
      $statement$, listed, key_expression(to_regclass(listed)))
      using p_release, other_rules;
  end loop;
end
$$;
