-- Lets a type be emitted, by an applied approval; with `p_active` false takes that back. The table rule decides; who
-- and why is what the transaction said (see record_act).
create or replace function activate_event_type(
  p_event_domain text, p_event_type text, p_approval_ref text, p_active boolean default true
) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update event_type_registry
    set active = p_active,
        activated_by = case when p_active then coalesce(nullif(current_setting('one_roof.actor', true), ''),
        'session:' || session_user) end,
        activation_approval_ref = case when p_active then p_approval_ref end
    where (event_domain, event_type) = (p_event_domain, p_event_type) and active <> p_active;
  if not found and not exists (
    select from event_type_registry where (event_domain, event_type) = (p_event_domain, p_event_type)
  ) then
    raise exception 'event_type_registry: unknown (%, %)', p_event_domain, p_event_type
      using errcode = 'OR030';
  end if;
end
$$;
