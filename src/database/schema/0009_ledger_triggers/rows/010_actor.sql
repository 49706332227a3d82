select set_config('one_roof.actor', 'service:migration', true), set_config('one_roof.actor_kind', 'service', true),
  set_config('one_roof.action', 'migrate', true), set_config('one_roof.reason', 'installation', true);
