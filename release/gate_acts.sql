-- What is signed about this release, one act or rehearsal a line, for gate_check.sh: which row it is, whether the statement says what the row
-- says and how it was signed, the signer, the statement, the SSH signature and its namespace. It reads, and nothing else.
begin isolation level repeatable read read only;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '5s';
with act as (
  select
    a.*, r.code, r.revision as present, r.packet_tree_sha256, r.plan_digest, r.expires_at, string_to_array(a.statement, E'\n') as line
  from governance_release l
  join approval_requests r on r.code = l.request_code
  join v_signed_act a on a.request_code = r.code::text and a.revision_digest = r.revision_digest
  where l.release_code = :'release'
)
select
  row_digest,
  case when method = 'passkey' then 'passkey' when coalesce(
    method = 'ssh' and cardinality(line) = 18 and line[18] = ''
    and line[1:5] = array['One-Roof statement v2', 'act: ' || act, 'request: ' || code, 'revision: ' || present, 'digest: ' || revision_digest]
    and line[7:13] = array[
      'packet: ' || coalesce(packet_tree_sha256, 'none'), 'plan: ' || coalesce(plan_digest, 'none'), 'environment: ' || environment_name(),
      'choice: ' || coalesce(choice, 'none'),
      'rationale: ' || coalesce(encode(sha256(convert_to(rationale, 'UTF8')), 'hex'), 'none'),
      'covers: ' || coalesce(covers, 'none'), 'signer: ' || signer]
    and (meaning is null or line[14] = 'meaning: ' || meaning)
    and line[17] = 'expires: ' || to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    false) then 'ssh' else 'no' end as says,
  replace(encode(convert_to(signer, 'UTF8'), 'base64'), E'\n', '') as signer,
  replace(encode(convert_to(coalesce(statement, ''), 'UTF8'), 'base64'), E'\n', '') as statement,
  replace(encode(convert_to(coalesce(assertion ->> 'signature', ''), 'UTF8'), 'base64'), E'\n', '') as signature,
  'one-roof' as namespace
from act
union all
select
  row_digest(h),
  case when rehearsal_value(h.statement, 'production') = environment_name() then 'ssh' else 'no' end,
  replace(encode(convert_to(h.signer, 'UTF8'), 'base64'), E'\n', ''),
  replace(encode(convert_to(h.statement, 'UTF8'), 'base64'), E'\n', ''),
  replace(encode(convert_to(h.signature, 'UTF8'), 'base64'), E'\n', ''),
  'one-roof-rehearsal'
from governance_release l
join governance_rehearsal h on h.packet_tree_sha256 = l.packet_tree_sha256
where l.release_code = :'release';
commit;
