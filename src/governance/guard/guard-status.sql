-- The guards in one row: modes, rules, triggers that are not armed, findings of the last week, structures that drifted.
select
  coalesce((select mode from governance_enforcement where group_code is null), 'off') as mode,
  coalesce((
    select jsonb_agg(jsonb_build_object('group', group_code, 'mode', mode) order by group_code)
    from governance_enforcement where group_code is not null
  ), '[]') as groups,
  coalesce((select jsonb_agg(collection_name order by collection_name) from governance_write_rule),
    '[]') as owned_writes,
  (select count(*) from v_table_guard where state = 'armed') as armed,
  coalesce((
    select jsonb_agg(jsonb_build_object('relation', relation, 'trigger', trigger_name, 'state', state)
      order by relation, trigger_name)
    from v_table_guard where state <> 'armed'
  ), '[]') as unarmed,
  coalesce((
    select jsonb_agg(to_jsonb(f) order by f.collection, f.finding)
    from (
      select collection, finding, count(*) as times,
        to_char(max(created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_at
      from governed_write
      where finding is not null and permit is null and created_at > now() - interval '7 days'
      group by collection, finding
    ) f
  ), '[]') as findings,
  coalesce((
    select jsonb_agg(jsonb_build_object('collection', collection, 'added', added, 'removed', removed, 'rewritten',
      rewritten) order by collection)
    from v_structure_drift
  ), '[]') as drift
