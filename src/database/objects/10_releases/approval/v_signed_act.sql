-- Everything that people signed, of every kind of act, in one form: what a verifier needs to tell whether the statement
-- says what the row says and was signed by the key of that person. `row_digest` names the row for row_counts().
--   choice     what was chosen in a vote
--   rationale  why, in a vote
--   covers     what a run permit covers: release, operator, until when
create or replace view v_signed_act as
select
  'vote' as act, v.request_code::text as request_code, v.revision, v.revision_digest, v.approver as signer,
  v.approver_user as signer_user,
  v.method, v.decision as choice, v.rationale, null::text as meaning, null::text as covers,
  v.statement, v.public_key, v.assertion, v.signed_at, row_digest(v) as row_digest, null::uuid as signature_id
from apr_approvals v
union all
select
  'sign', s.request_code::text, null, s.revision_digest, s.signer, s.signer_user,
  s.method, null, null, s.meaning, null,
  s.statement, s.public_key, s.assertion, s.signed_at, row_digest(s), s.signature_id
from governance_signature s
union all
select
  'confirm', c.request_code::text, c.revision, c.revision_digest, c.signer, c.signer_user,
  c.method, null, null, null, null,
  c.statement, c.public_key, c.assertion, c.signed_at, row_digest(c), null
from governance_confirmation c
union all
select
  -- A permit is about the revision that its statement names: one of an earlier revision is no act on the present one.
  'permit', a.request_code::text, r.revision,
  coalesce(substring(a.statement from E'\ndigest: ([0-9a-f]{64})\n'), r.revision_digest), a.granted_by, a.granter_user,
  a.method, null, null, null,
  concat_ws(' ', a.scope ->> 'release', a.granted_to,
    to_char(a.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
  a.statement, a.public_key, a.assertion, a.granted_at, row_digest(a), null
from governance_build_authorization a
join approval_requests r on r.code = a.request_code;
