-- A code: the short, stable name of an owner, scope, group, release or tool (`GOV-COUNCIL`, `policy`, `GRP-AI`).
create domain governance_code as text
  constraint governance_code_form check (value ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$');
