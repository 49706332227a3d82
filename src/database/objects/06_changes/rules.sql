-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select watch_table('governance_proposed_change');
select watch_table('governance_ruleset');
