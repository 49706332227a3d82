-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('governance_ledger_checkpoint', 'checkpoint');
select protect_table('governance_ledger', 'ledger', 'delete');
select protect_table('governance_ledger_detail', 'ledger_detail', 'delete');
select protect_table('governance_release_write', 'release_write', 'delete', 'stays');

-- From here on no row of a table that asserts something is written, changed or deleted without a reason and a ledger
-- row.
select arm_ledger();
