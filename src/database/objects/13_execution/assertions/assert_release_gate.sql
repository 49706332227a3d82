-- Asserts that the gate is READY for the release, as far as SQL can tell. (Signatures are verified by `one-roof`.)
create or replace function assert_release_gate(p_release text) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  blockers text;
  fix text;
begin
  if is_what_if() then
    return;
  end if;
  select string_agg(coalesce(c.blocker, c.name), '; ' order by c.condition), (array_agg(c.fix order by c.condition))[1]
    into blockers, fix
    from gate_conditions(p_release) c where c.ok is not true;
  if blockers is not null then
    raise exception 'the gate is BLOCKED for release %: %;', p_release, blockers
      using errcode = 'OR071', hint = coalesce(fix, '`one-roof gate` says what to do.');
  end if;
end
$$;
