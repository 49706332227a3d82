-- What is said about the cell of a class of required objects (object_class) and a scope: who answers for it, as which Directus
-- role, and whom the plan in force proposes. Two moments are compared by it.
create type class_answer as (
  class_type text,
  class_ref text,
  scope text,
  state text,
  owner text,
  owner_role uuid,
  proposed text,
  proposed_alive boolean
);
