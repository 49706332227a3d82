-- What was written: an item, or the schema. A domain, as the two that follow, because PostgreSQL reads the text of a table's CHECK
-- anew for each statement that writes to it, and these are written with every item.
create domain governed_write_kind as text
  constraint governed_write_kind_check check (value in ('item', 'schema'));
