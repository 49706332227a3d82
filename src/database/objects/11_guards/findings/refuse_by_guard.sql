-- Refuses an act for what a guard found: the one place that words it.
create or replace function refuse_by_guard(p_finding text, p_collection text) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  case p_finding
    when 'window_needed' then
      raise exception 'The schema of % is locked: it changes only while a change window is open', p_collection
        using errcode = 'OR040',
              hint = format('An operator opens one: `one-roof window open %s --for 1h --reason …`.', p_collection);
    when 'policy_owner_needed' then
      raise exception 'The schema of % is governed, but nobody is accountable for its policy', p_collection
        using errcode = 'OR041',
              hint = format('`one-roof owners %s` shows who is missing. Until then: `one-roof window open %1$s --for 1h --reason …`.', p_collection);
    when 'group_needed' then
      raise exception 'A new collection must belong to a group, and % has none', p_collection
        using errcode = 'OR042',
              hint = 'Create it in a folder that a group of the plan names, or name it in the plan first.';
    when 'execution_owner_needed' then
      raise exception 'Nothing is written to % while nobody is accountable for its execution', p_collection
        using errcode = 'OR043',
              hint = format('`one-roof owners %s` shows who is missing. In an emergency: `one-roof override open %1$s --for 1h --reason …`.', p_collection);
  end case;
end
$$;
