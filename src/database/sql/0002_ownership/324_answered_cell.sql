-- What is said about a required cell: who answers for it, as which Directus role, and whom the plan in force proposes. Two moments
-- are compared by it.
create type answered_cell as (
  object_type text,
  object_ref text,
  scope text,
  state text,
  owner text,
  owner_role uuid,
  proposed text,
  proposed_alive boolean
);
