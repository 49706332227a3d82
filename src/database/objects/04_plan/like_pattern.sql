-- A pattern of a plan as one of LIKE: `*` stands for any characters, everything else for itself. (No search_path of its
-- own: then PostgreSQL makes it part of the statement, and computes it once.)
create or replace function like_pattern(p_pattern text) returns text
language sql immutable
as $$
  select replace(replace(replace(replace(p_pattern, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%')
$$;
