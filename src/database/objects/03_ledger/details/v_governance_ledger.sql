-- The ledger as it is read: each row with its detail, unless the detail was erased.
create or replace view v_governance_ledger as
select
  l.id, l.seq, l.epoch, l.at, d.actor, l.actor_kind, l.session_user_name, l.action, l.object, l.relation, l.operation,
  l.row_count,
  d.reason, l.approval_ref, l.before_digest, l.after_digest, l.xid, encode(l.hash, 'hex') as hash,
  d.erased_at is not null as erased
from governance_ledger l
left join governance_ledger_detail d on d.ledger_id = l.id;
