-- The digest of everything that a rollback must leave alone: the rows of the restored tables that the release did not
-- write.
create or replace function release_rest_digest(p_release text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
declare
  listed record;
  digest text;
  digests text := '';
begin
  for listed in select relation, unwatched from v_ledger_relation where restored and to_regclass(relation) is not null
    order by relation loop
    execute format($statement$
      select encode(sha256(convert_to(coalesce(string_agg((to_jsonb(t) - $2)::text, E'\n' order by %2$s collate "C"),
        ''), 'UTF8')), 'hex')
      from %1$I t
      where not exists (
        select from governance_release_write w where w.release_code::text = $1 and w.relation = %1$L and w.key = %2$s)
      $statement$, listed.relation, key_expression(to_regclass(listed.relation)))
      into digest using p_release, listed.unwatched;
    digests := digests || listed.relation || ' ' || digest || E'\n';
  end loop;
  return digests;
end
$$;
