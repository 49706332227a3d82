-- Why what a request proposes could never be carried out, or NULL: the action is one about its subject, and what is
-- proposed has the form of that action and names what there is.
create or replace function proposal_problem(p_request approval_requests) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  kind text := split_part(p_request.subject, ':', 1);
  ref text := substr(p_request.subject, length(kind) + 2);
  action text := p_request.proposed_action_code;
  proposed jsonb := p_request.proposed_action;
  wanted text := case kind when 'seats' then 'delegate_authority' when 'policy' then 'delegate_authority'
    when 'event' then 'activate_event_type' end;
  fitting text := case action
    when 'delegate_authority' then 'seats or policy' when 'activate_event_type' then 'event:DOMAIN.TYPE'
      when 'authorize_build_step' then 'release:CODE' end;
  found text;
begin
  if wanted is not null and action is distinct from wanted then
    return format('a request about %s has the action %s, found %s', kind, wanted, coalesce(action, 'none'));
  end if;
  if fitting is not null and kind <> all (case action
    when 'delegate_authority' then array['seats', 'policy']
      when 'activate_event_type' then array['event'] else array['release'] end)
  then
    return format('action %s is about %s, found %s', action, fitting, p_request.subject);
  end if;

  if kind = 'release' then
    return release_problem(ref, p_request.packet_tree_sha256, p_request.plan_digest);
  elsif kind = 'event' then
    if proposed ->> 'event_domain' || '.' || (proposed ->> 'event_type') is distinct from ref then
      return format('proposed_action names event_domain and event_type of %s, found %s', ref, proposed);
    end if;
    if not exists (select from event_type_registry e
      where e.event_domain = proposed ->> 'event_domain' and e.event_type = proposed ->> 'event_type') then
      return format('there is no event type %s', ref);
    end if;
  elsif action = 'delegate_authority' then
    if not proposed ? kind then
      return format('proposed_action has %s, found %s', kind,
        coalesce((select string_agg(k, ', ') from jsonb_object_keys(proposed) k), 'nothing'));
    end if;
    if proposed ? 'policy' and not coalesce(
      proposed #>> '{policy,profile}' in ('two_person', 'council')
        and jsonb_typeof(proposed #> '{policy,methods}') = 'array'
      and jsonb_typeof(proposed #> '{policy,cooling_hours}') = 'number'
      and coalesce(proposed #>> '{policy,vote_proof}', 'key') in ('key', 'session')
      and coalesce(proposed #>> '{policy,pinning}', 'file') in ('file', 'enrolled'), false)
    then
      return 'policy has profile, methods and cooling_hours, and vote_proof key or session, pinning file or enrolled if at all';
    end if;
    -- As chk_enrolled_keys says of the policy itself.
    if proposed #>> '{policy,pinning}' = 'enrolled' and proposed #>> '{policy,profile}' <> 'two_person' then
      return 'the keys of a council are named in the trust file: expected pinning file';
    end if;
    -- As chk_council_proof says of the policy itself.
    if proposed #>> '{policy,profile}' = 'council'
      and (proposed #>> '{policy,vote_proof}' = 'session' or (proposed #> '{policy,methods}') ? 'password')
    then
      return 'a council proves every act with a key: expected vote_proof key, and methods without password';
    end if;
    if proposed ? 'seats' then
      if jsonb_typeof(proposed -> 'seats') <> 'array' or proposed -> 'seats' = '[]' then
        return 'seats is a list of changes';
      end if;
      select format('seats has changes {change, seat, person, user}, found %s', c) into found
      from jsonb_array_elements(proposed -> 'seats') c
      where not coalesce(
        jsonb_typeof(c) = 'object' and c ->> 'change' in ('fill', 'vacate')
          and c ->> 'seat' in ('president', 'council', 'ai_council')
        and c ->> 'person' ~ '^[^\s,"*?!]{1,254}$'
          and c ->> 'user' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false)
      limit 1;
      if found is not null then
        return found;
      end if;
      select case c ->> 'change' when 'vacate' then format('%s does not hold the seat %s', c ->> 'person', c ->> 'seat')
          else format('%s is not an active Directus user with a role', c ->> 'person') end into found
      from jsonb_array_elements(proposed -> 'seats') c
      left join lateral directus_person((c ->> 'user')::uuid) d on true
      where case c ->> 'change'
        when 'vacate' then not exists (
          select from governance_seat s
          where s.vacated_at is null and (s.seat, s.person, s.user_id::text) = (c ->> 'seat', c ->> 'person',
            c ->> 'user'))
        else d.active is not true or d.role is null end
      limit 1;
      return found;
    end if;
  end if;
  return null;
end
$$;
