-- Tools can neither be registered nor run by this version.
select await_capability('dot_tools', 'tool registration');
select await_capability('birth_registry', 'tool registration');
select await_capability('dot_command_run', 'tool execution');
