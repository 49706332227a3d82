-- Whether people ratified what a request asks for: it is approved, or was and is carried out, and a signature counts.
-- An action that nothing carries out has no effect when it is ratified.
create or replace function request_is_ratified(p_code text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (select from v_bound_signature b where b.request_code = p_code and b.problem is null)
$$;
