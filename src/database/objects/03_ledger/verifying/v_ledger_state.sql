-- One row: the head of the chain, and what is not in the chain yet.
create or replace view v_ledger_state as
select
  coalesce(head.seq, 0) as seq,
  encode(head.hash, 'hex') as hash,
  coalesce(head.epoch, current_epoch()) as epoch,
  head.at,
  (select count(*) from governance_ledger where seq is null) as open_rows,
  (select max(seq) from governance_ledger_checkpoint) as checkpoint_seq,
  (select max(created_at) from governance_ledger_checkpoint) as checkpoint_at
from (select 1) one
left join (select * from governance_ledger where seq is not null order by seq desc limit 1) head on true;
