-- The actions that people can be asked for, how risky each is and which handler carries it out: eight of governance,
-- and six that were here before them and are never carried out by One-Roof.
create or replace function action_vocabulary()
returns table (action_code text, risk_level text, handler_ref text, description text)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  values
    ('authorize_build_step', 'high', 'one-roof:authorize_build_step',
      'Carry out a release: every step of one sealed packet, once.'),
    ('activate_event_type', 'high', 'one-roof:activate_event_type', 'Let events of one type be emitted.'),
    ('register_axis', 'high', 'one-roof:register_axis', 'Bring an axis of governance into effect.'),
    ('register_topic_node', 'high', 'one-roof:register_topic_node', 'Bring a node of the topic axis into effect.'),
    ('assign_governance_owner', 'high', 'one-roof:assign_governance_owner',
      'Make an owner accountable for cells of a running project.'),
    ('grant_governance_exception', 'high', 'one-roof:grant_governance_exception',
      'Decide, for a time, that a cell has no owner.'),
    ('delegate_authority', 'high', 'one-roof:delegate_authority',
      'Change who holds a seat, or the policy by which people decide.'),
    ('assign_axis_owner', 'high', 'one-roof:assign_axis_owner', 'Make an owner accountable for a value of an axis.'),
    ('create_item', 'low', 'unimplemented', 'Create an item of a collection. Inherited, and not carried out.'),
    ('update_item', 'low', 'unimplemented', 'Change an item of a collection. Inherited, and not carried out.'),
    ('add_field', 'medium', 'unimplemented', 'Add a field to a collection. Inherited, and not carried out.'),
    ('patch_ops_code', 'high', 'unimplemented', 'Change the code of an operation. Inherited, and not carried out.'),
    ('amend_law', 'high', 'unimplemented', 'Amend a law. Inherited, reserved, and not carried out.'),
    ('enact_nrm', 'high', 'unimplemented', 'Enact a norm. Inherited, reserved, and not carried out.')
$$;
