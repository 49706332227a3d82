-- What a write did.
create domain governed_write_operation as text
  constraint governed_write_operation_check check (value in ('create', 'update', 'delete', 'truncate'));
