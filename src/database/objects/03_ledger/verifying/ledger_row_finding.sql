-- Where the tables that assert something are not as the ledger says they were left: a row that no ledger row wrote, one
-- that is no longer what was written, one that is gone. Compared are the columns that there were when it was written.
create or replace function ledger_row_finding()
returns table (relation text, row_key text, ledger_id bigint, problem text)
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  listed v_ledger_relation;
begin
  for listed in select * from v_ledger_relation where to_regclass(relation) is not null loop
    return query execute format($query$
      with recorded as (
        -- What each statement left: its rows after; and nothing where a row was before and is not after.
        select distinct on (key) key, ledger_id, content
        from (
          select d.ledger_id, row_key(%1$L::regclass, was.content) as key, null::jsonb as content, 0 as is_after
          from governance_ledger l join governance_ledger_detail d on d.ledger_id = l.id
          cross join lateral jsonb_array_elements(d.before) as was (content)
          where l.relation = %2$L
          union all
          select d.ledger_id, row_key(%1$L::regclass, will.content), will.content, 1
          from governance_ledger l join governance_ledger_detail d on d.ledger_id = l.id
          cross join lateral jsonb_array_elements(d.after) as will (content)
          where l.relation = %2$L
        ) as left_behind
        order by key, ledger_id desc, is_after desc
      ),
      present as (
        select row_key(%1$L::regclass, to_jsonb(t)) as key, to_jsonb(t) as content from %2$I t
      )
      select %2$L, coalesce(p.key, r.key), r.ledger_id,
        case when p.key is null then 'vanished' when r.content is null then 'unrecorded' else 'differs' end
      from recorded r
      full join present p on p.key = r.key
      where (
          p.key is null and r.content is not null
          or p.key is not null and r.content is null
          or (select jsonb_object_agg(c.key, c.value) from jsonb_each(p.content) c where r.content ? c.key) <> r.content
        )
        -- What was erased since cannot be compared any more: these rows, and no other.
        and not exists (
          select from v_uncompared_row u where u.relation = %2$L and u.row_key = coalesce(p.key, r.key)
        )
      order by 3, 2
    $query$, listed.relation, listed.relation);
  end loop;
end
$$;
