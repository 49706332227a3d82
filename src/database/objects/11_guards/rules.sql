-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('governance_change_window', 'permit', null);
select protect_table('governance_override', 'permit', null);
select protect_table('governed_write', 'governed_write', null);
select protect_table('governance_enforcement', 'enforcement', null);
select protect_table('governance_write_rule', 'write_rule', null);
