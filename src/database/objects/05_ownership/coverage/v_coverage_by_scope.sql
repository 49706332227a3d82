-- Coverage per responsibility scope.
create or replace view v_coverage_by_scope as
select
  s.code::text as scope,
  s.description,
  s.sort,
  coalesce(sum(c.objects), 0)::bigint as objects,
  coalesce(sum(c.objects) filter (where c.state in ('owned_direct', 'owned_inherited')), 0)::bigint as covered,
  coalesce(sum(c.objects) filter (where c.state = 'gap'), 0)::bigint as gap,
  coalesce(sum(c.objects) filter (where c.state = 'waived'), 0)::bigint as waived,
  coalesce(sum(c.objects) filter (where c.state = 'owner_dead'), 0)::bigint as dead,
  coalesce(sum(c.objects) filter (where c.state = 'conflict'), 0)::bigint as conflicts,
  coalesce(sum(c.objects) filter (where c.planned_owner is not null), 0)::bigint as planned
from governance_responsibility_scope s
left join class_cell() c on c.scope = s.code
where s.status = 'active'
group by s.code, s.description, s.sort;
