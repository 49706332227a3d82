-- Notes the head of the chain. Returns it; nothing where the chain is empty.
create or replace function checkpoint_ledger() returns table (seq bigint, hash text, epoch integer, at timestamptz)
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
begin
  perform chain_ledger();
  insert into governance_ledger_checkpoint (seq, hash)
    select l.seq, l.hash from governance_ledger l where l.seq is not null order by l.seq desc limit 1
    on conflict do nothing;
  return query
    select l.seq, encode(l.hash, 'hex'), l.epoch, l.at from governance_ledger l where l.seq is not null
      order by l.seq desc limit 1;
end
$$;
