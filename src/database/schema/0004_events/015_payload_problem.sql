-- Why a payload cannot be emitted, or NULL. A payload is metadata: an object, small, without a key under which content or
-- secrets travel, at any depth and however written; with a contract, exactly its keys. A signal refers, it does not carry.
create function payload_problem(p_payload jsonb, p_contract jsonb default '{}') returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  with recursive part (key, value, path) as (
    select null, p_payload, '$'
    union all
    select child.key, child.value, child.path
    from part
    cross join lateral (
      select e.key, e.value, part.path || '.' || e.key
      from jsonb_each(case jsonb_typeof(part.value) when 'object' then part.value else '{}' end) e
      union all
      select null, a.value, part.path || '[' || a.place - 1 || ']'
      from jsonb_array_elements(case jsonb_typeof(part.value) when 'array' then part.value else '[]' end) with ordinality as a (value, place)
    ) as child (key, value, path)
  ),
  forbidden as (
    select min(path collate "C") as path from part
    where lower(btrim(key)) in ('body', 'content', 'raw', 'secret', 'token', 'password')
  )
  select case
    when jsonb_typeof(p_payload) is distinct from 'object' then 'it is no object'
    when octet_length(p_payload::text) > 8192 then 'it is longer than 8192 bytes'
    when forbidden.path is not null then 'key ' || forbidden.path || ' may carry content or a secret'
    when p_contract <> '{}' then (
      select case
        when payload.key is null then 'key ' || contract.key || ' is missing'
        when contract.key is null then 'key ' || payload.key || ' is not in the contract of the type'
        else 'key ' || contract.key || ' is no ' || (contract.value #>> '{}')
      end
      from jsonb_each(p_contract) contract
      full join jsonb_each(p_payload) payload on payload.key = contract.key
      where contract.key is null or payload.key is null or jsonb_typeof(payload.value) <> contract.value #>> '{}'
      order by coalesce(contract.key, payload.key) collate "C" limit 1)
  end
  from forbidden
$$;
