-- Takes tier 3 back: what the release wrote goes, what it ended is in force again.
select one_roof.assert_release_rollback(:'release');
delete from one_roof.governance_owner_waiver where created_by = one_roof.release_tag(:'release');
delete from one_roof.governance_object_ownership where created_by = one_roof.release_tag(:'release');
select one_roof.undo_proposed_change(c.id)
from (
  select id from one_roof.governance_proposed_change where release_code = :'release' and status = 'applied' order by id desc
) as c;
update one_roof.governance_object_ownership
set lifecycle_status = 'active', rollback_ref = null
where rollback_ref = one_roof.release_tag(:'release');
select one_roof.assert_release_figures('rollback of tier 3', :'before'::jsonb);
