-- A required object with the class that it is of: what has to be compared when the classes themselves change.
create type required_object as (
  object_type text,
  object_ref text,
  class_type text,
  class_ref text
);
