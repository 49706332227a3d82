-- The fourteen actions that people can be asked for.
insert into apr_action_types (action_code, risk_level, handler_ref, description, created_by)
  select action_code, risk_level, handler_ref, description, 'migration' from action_vocabulary();
