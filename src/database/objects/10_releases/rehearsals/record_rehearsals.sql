-- Records rehearsals that are not recorded yet. The table refuses a statement that is none.
--   p_evidence  [{"statement", "signature"}]
create or replace function record_rehearsals(p_evidence jsonb, p_by text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_rehearsal (statement, signature, created_by)
  select e.statement, e.signature, p_by from jsonb_to_recordset(p_evidence) as e (statement text, signature text)
  on conflict do nothing
$$;
