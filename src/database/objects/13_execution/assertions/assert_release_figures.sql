-- Asserts that the figures are the expected ones, and says which are not. NULL expects nothing: that is how a what-if
-- finds out what a release comes to, and it is refused anywhere else.
create or replace function assert_release_figures(p_when text, p_expected jsonb) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  found_figures jsonb := release_figures();
  differing text;
begin
  if p_expected is null and is_what_if() then
    return;
  end if;
  select string_agg(format('%s expected %s, found %s', e.key, e.value, coalesce(found_figures ->> e.key, 'nothing')),
    '; ' order by e.key)
    into differing
    from jsonb_each_text(p_expected) e where e.value is distinct from found_figures ->> e.key;
  if differing is not null or coalesce(p_expected, '{}') = '{}' then
    raise exception '%: %', p_when, coalesce(differing, 'nothing is expected')
      using errcode = 'OR074',
            hint = 'Nothing was kept. What is governed has changed since the release was built: find out who changed it, then build it again.';
  end if;
end
$$;
