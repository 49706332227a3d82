-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

-- Tools can neither be registered nor run by this version.
select await_capability('dot_tools', 'tool registration');
select await_capability('birth_registry', 'tool registration');
select await_capability('dot_command_run', 'tool execution');
