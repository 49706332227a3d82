-- Restores what a release did to one table, in the rollback of it, one step at a time:
--   remove   rows that it added go
--   retire   the same, but a row that notes of One-Roof's own refer to (scans, the mode of a group) stays, retired
--   return   rows that it removed are there again
--   revert   columns that it changed, and nobody since, have what they had; what becomes active comes last, since
--            something else may have to end first
create or replace function restore_relation(p_release text, p_relation text, p_step text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  key_of_row text := key_expression(to_regclass(p_relation));
  columns text;
  key_of_added text;
begin
  perform assert_release_rollback(p_release);
  case p_step
    when 'remove' then
      execute format(
        'delete from %1$I t using governance_release_write w where w.release_code::text = $1 and w.relation = %1$L and w.before is null and %2$s = w.key',
        p_relation, key_of_row) using p_release;
    when 'retire' then
      for key_of_added in
        select key from release_row(p_release) where relation = p_relation and before is null and now is not null
      loop
        begin
          execute format('delete from %I t where %s = $1', p_relation, key_of_row) using key_of_added;
        exception
          when foreign_key_violation then
            execute format('update %I t set status = ''retired'' where %s = $1 and status <> ''retired''', p_relation,
              key_of_row)
              using key_of_added;
        end;
      end loop;
    when 'return' then
      select string_agg(quote_ident(attname), ', ' order by attnum) into columns
        from pg_attribute
        where attrelid = to_regclass(p_relation) and attnum > 0 and not attisdropped and attgenerated = ''
          and attname in (
            select jsonb_object_keys(before) from governance_release_write
            where release_code::text = p_release and relation = p_relation and after is null);
      if columns is not null then
        execute format(
          'insert into %1$I (%2$s) overriding system value
             select %2$s from governance_release_write w cross join lateral jsonb_populate_record(null::%1$I, w.before)
             where w.release_code::text = $1 and w.relation = %1$L and w.after is null and w.before is not null
             on conflict do nothing', p_relation, columns) using p_release;
      end if;
    when 'revert' then
      select string_agg(quote_ident(attname), ', ' order by attnum) into columns
        from pg_attribute
        where attrelid = to_regclass(p_relation) and attnum > 0 and not attisdropped and attgenerated = ''
          and attidentity = ''
          and attname <> all (primary_key(to_regclass(p_relation)));
      -- A table that is all key has nothing to revert.
      for pass in 0 .. case when columns is null then -1 else 1 end loop
        execute format(
          'update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(t, r.patch))
             from release_row($1) r
             where r.relation = %1$L and r.patch <> ''{}'' and %3$s = r.key
               and (coalesce(r.patch ->> ''status'', r.patch ->> ''lifecycle_status'', '''') = ''active'')::integer
                 = $2',
          p_relation, columns, key_of_row) using p_release, pass;
      end loop;
  end case;
end
$$;
