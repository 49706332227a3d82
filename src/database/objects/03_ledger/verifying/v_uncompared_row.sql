-- The rows of other tables that cannot be compared with the ledger: what it said of them last was erased. Only those
-- that the erasure names, which stands in the chain, and no more of them than the erased row was about. An erasure may
-- be erased itself: then the one that did it names them.
create or replace view v_uncompared_row as
with recursive erased as (
  select l.id as ledger_id, l.id as step, l.relation, d.erased_at,
    l.row_count * case l.operation when 'update' then 2 else 1 end as most
  from governance_ledger l join governance_ledger_detail d on d.ledger_id = l.id
  where d.erased_at is not null and l.relation is not null
  union
  select e.ledger_id, a.id, e.relation, e.erased_at, e.most
  from erased e
  join governance_ledger_detail d on d.ledger_id = e.step and d.erased_at is not null
  join governance_ledger a on a.action = 'ledger.erase' and a.object = 'ledger:' || e.step
),
named as (
  select e.ledger_id, e.relation, e.erased_at, k.row_key
  from erased e
  join governance_ledger_detail d on d.ledger_id = e.step
  cross join lateral jsonb_array_elements_text(d.after) as k (row_key)
  where e.step <> e.ledger_id and d.erased_at is null and jsonb_array_length(d.after) <= e.most
),
recorded as (
  select l.relation, row_key(to_regclass(l.relation), said.content) as row_key, max(l.id) as ledger_id
  from governance_ledger l
  join governance_ledger_detail d on d.ledger_id = l.id
  cross join lateral jsonb_array_elements(coalesce(d.before, '[]') || coalesce(d.after, '[]')) as said (content)
  where l.relation in (select relation from named)
  group by 1, 2
)
select n.relation, n.row_key, max(n.ledger_id) as ledger_id, max(n.erased_at) as erased_at
from named n
left join recorded r on (r.relation, r.row_key) = (n.relation, n.row_key)
group by n.relation, n.row_key
having max(n.ledger_id) > coalesce(max(r.ledger_id), 0);
