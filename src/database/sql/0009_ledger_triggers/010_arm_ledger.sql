-- From here on no row of a table that asserts something is written, changed or deleted without a reason and a ledger row.
select arm_ledger();
select set_config('one_roof.actor', 'service:migration', true), set_config('one_roof.actor_kind', 'service', true),
  set_config('one_roof.action', 'migrate', true), set_config('one_roof.reason', 'installation', true);
