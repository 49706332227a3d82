-- An approval that was used, with what used it: written in the transaction that carries out what people ratified, and never removed. A
-- request is carried out once, whatever becomes later of what it did.
create table governance_consumed_approval (
  request_code governance_code constraint governance_consumed_approval_pkey primary key
    constraint governance_consumed_approval_request_code_fkey references approval_requests (code),
  handler_ref text not null,
  xid xid8 not null default pg_current_xact_id(),
  consumed_at timestamptz not null default clock_timestamp(),
  created_by text not null default session_user
);
