-- Tier 3, ownership seed. Who answers for what, from the plan.
select one_roof.assert_release_target(:'release');
select one_roof.assert_release_figures('tier 3, ownership seed, before', :'before'::jsonb);

-- Changes of what is governed that waited for a release, each by the digest of what it says.
select one_roof.apply_waiting_change(c.id, c.digest)
from jsonb_to_recordset(:'changes'::jsonb) as c (id bigint, digest text);

-- Owners who do not answer any more. The tag is how the rollback finds them again.
update one_roof.governance_object_ownership o
set lifecycle_status = 'superseded', rollback_ref = one_roof.release_tag(:'release')
from jsonb_to_recordset(:'ended'::jsonb) as e (object text, scope text, owner text)
where o.object_type || ':' || o.object_ref = e.object and o.scope::text = e.scope and o.owner_gov_code::text = e.owner
  and o.owner_kind = 'accountable' and o.lifecycle_status = 'active';

-- Owners who answer from now on: an anchor answers for everything that its object contains.
insert into one_roof.governance_object_ownership (
  object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, approval_ref, source_design_ref,
  supersedes_id,
  created_by, updated_by
)
select
  split_part(s.object, ':', 1), substr(s.object, strpos(s.object, ':') + 1), s.scope, 'accountable', s.owner, s.anchor,
  one_roof.release_approval(:'release'), 'plan', o.id, one_roof.release_tag(:'release'),
  one_roof.release_tag(:'release')
from jsonb_to_recordset(:'rows'::jsonb) as s (object text, scope text, owner text, anchor boolean)
left join one_roof.governance_object_ownership o
  on o.object_type || ':' || o.object_ref = s.object and o.scope::text = s.scope
    and o.rollback_ref = one_roof.release_tag(:'release')
on conflict (object_type, object_ref, scope) where owner_kind = 'accountable'
  and lifecycle_status = 'active' do nothing;

-- Cells of which it was decided that they have no owner, until then.
insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at,
  created_by)
select 'collection', w.collection, w.scope, w.reason, one_roof.release_approval(:'release'), w.expires_at,
  one_roof.release_tag(:'release')
from jsonb_to_recordset(:'waivers'::jsonb) as w (collection text, scope text, reason text, expires_at timestamptz)
on conflict (object_type, object_ref, scope) do nothing;

select one_roof.assert_release_figures('tier 3, ownership seed, after', :'after'::jsonb);
