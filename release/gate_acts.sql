-- What is signed about this release, one act or rehearsal a line, for gate_check.sh: which row it is, whether the
-- statement says what the row says and how it was signed, the signer, the statement, the SSH signature and its
-- namespace. It reads, and nothing else.
begin isolation level repeatable read read only;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '5s';
with act as (
  select
    a.*, r.code, r.revision as present, r.packet_tree_sha256, r.plan_digest, r.expires_at,
    string_to_array(a.statement, E'\n') as line,
    -- The first 66 bits of the digest as six words.
    case when a.revision_digest ~ '^[0-9a-f]{64}$' then (
      select string_agg((string_to_array(:'words', ' '))[1 + substring(('x' || left(a.revision_digest, 17))::bit(68)
        from 1 + 11 * n for 11)::integer], ' ' order by n)
      from generate_series(0, 5) n) end as words
  from governance_release l
  join approval_requests r on r.code = l.request_code
  join v_signed_act a on a.request_code = r.code::text and a.revision_digest = r.revision_digest
  where l.release_code = :'release'
), said as (
  select
    a.*,
    -- Each text that somebody chose is one line: not longer than 500, nothing hidden in it, no space around it.
    (
      select bool_and(
        substr(t, 1, 1) ~ '[^\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]' and right(t, 1) ~ '[^\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]' and t !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b\u200e-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]'
        and length(t) between 1 and 500)
      from unnest(array[substr(line[12], 9), substr(line[13], 9), substr(line[14], 10)]) t
    ) as has_clean_texts,
    -- Where the row names a key, it is the one in the signature: SSHSIG, version 1, length of the key, the key.
    public_key is null or coalesce(public_key = key_type || ' ' || translate(encode(key, 'base64'), E'\n', '')
      and position(int4send(octet_length(key_type)) || convert_to(key_type, 'UTF8') in key) = 1
      and position('SSHSIG'::bytea || int4send(1) || int4send(octet_length(key)) || key in signature) = 1, false
    ) as is_by_its_key,
    -- A moment that exists, to the millisecond, and no later than it was received by more than a clock may be ahead.
    case when line[16] ~ '^signed: [12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$' then
      substr(line[16], 17, 2)::integer <= extract(day
        from (substr(line[16], 9, 8) || '01')::date + interval '1 month' - interval '1 day')
      and substr(line[16], 9) collate "C" <= to_char((signed_at + interval '5 minutes') at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    end as has_been_signed
  from act a
  cross join lateral (
    select split_part(public_key, ' ', 1) as key_type, split_part(public_key, ' ', 2) as key_text,
      regexp_replace(coalesce(assertion ->> 'signature', ''), '-----[A-Z ]+-----|\s', '', 'g') as signature_text,
      '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' as base64
  ) text
  cross join lateral (
    select case when key_text ~ base64 then decode(key_text, 'base64') end as key,
      case when signature_text ~ base64 then decode(signature_text, 'base64') end as signature
  ) bytes
)
select
  row_digest,
  case when method = 'passkey' then 'passkey' when coalesce(
    method = 'ssh' and cardinality(line) = 18 and line[18] = ''
    and line[1:5] = array['One-Roof statement v2', 'act: ' || act, 'request: ' || code, 'revision: ' || present,
      'digest: ' || revision_digest]
    and line[6] = 'words: ' || words
    and line[7:13] = array[
      'packet: ' || coalesce(packet_tree_sha256, 'none'), 'plan: ' || coalesce(plan_digest, 'none'),
      'environment: ' || environment_name(),
      'choice: ' || coalesce(choice, 'none'),
      'rationale: ' || coalesce(encode(sha256(convert_to(rationale, 'UTF8')), 'hex'), 'none'),
      'covers: ' || coalesce(covers, 'none'), 'signer: ' || signer]
    and line[14] = 'meaning: ' || coalesce(meaning, substr(line[14], 10)) and has_clean_texts and is_by_its_key
    and line[15] ~ '^nonce: (none|[A-Za-z0-9_-]{22,200})$' and has_been_signed
    and date_trunc('milliseconds', signed_at) <= date_trunc('milliseconds', expires_at)
    and line[17] = 'expires: ' || to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    false) then 'ssh' else 'no' end as says,
  replace(encode(convert_to(signer, 'UTF8'), 'base64'), E'\n', '') as signer,
  replace(encode(convert_to(coalesce(statement, ''), 'UTF8'), 'base64'), E'\n', '') as statement,
  replace(encode(convert_to(coalesce(assertion ->> 'signature', ''), 'UTF8'), 'base64'), E'\n', '') as signature,
  'one-roof' as namespace
from said
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
