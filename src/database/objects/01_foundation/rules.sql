-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('governance_environment', 'environment');
select protect_table('governance_epoch', 'epoch');

select watch_table('governance_environment', 'insert');
