-- What is wrong with the rows of the ledger that stand after place `p_after`, `p_limit` of them; with NULL, with those
-- that are still open. One row per row of the ledger that is not as it was written, or does not follow the one before
-- it: the first thing that is wrong with it.
create or replace function ledger_chain_finding(p_after bigint, p_limit bigint)
returns table (seq bigint, id bigint, problem text, expected text, found text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with page as (
    select l as entry, d as detail
    from governance_ledger l
    left join governance_ledger_detail d on d.ledger_id = l.id
    where case when p_after is null then l.seq is null else l.seq > p_after end
    order by l.seq, l.id
    limit p_limit
  ),
  linked as (
    select
      (entry).*,
      detail,
      entry,
      lag((entry).seq, 1, p_after) over chain as seq_before,
      lag((entry).hash, 1, case
        when p_after = 0 then decode(repeat('00', 32), 'hex')
        else (select b.hash from governance_ledger b where b.seq = p_after order by b.id limit 1)
      end) over chain as hash_before,
      lag((entry).epoch, 1, (
        select b.epoch from governance_ledger b where b.seq <= coalesce(p_after, b.seq) order by b.seq desc limit 1
      )) over chain as epoch_before
    from page
    window chain as (order by (entry).seq, (entry).id)
  )
  select l.seq, l.id, said.problem, said.expected, said.found
  from linked l
  cross join lateral (
    select *
    from (
      values
        (1, l.seq = l.seq_before, 'fork', 'one row with seq ' || l.seq, 'another one, with id ' || l.id),
        (2, l.seq > l.seq_before + 1, 'missing', 'a row with seq ' || l.seq_before + 1,
          'none: the next one has seq ' || l.seq),
        (3, l.digest <> sha256(convert_to(l.content, 'UTF8')), 'tampered', 'sha256 of its content',
          encode(l.digest, 'hex')),
        (4, l.content is distinct from ledger_content(l.entry), 'tampered', l.content, ledger_content(l.entry)),
        (5, l.prev_hash <> l.hash_before, 'broken link', 'the hash of the row before, ' || encode(l.hash_before, 'hex'),
          encode(l.prev_hash, 'hex')),
        (6, l.hash <> ledger_hash(l.prev_hash, l.seq, l.digest), 'forged hash',
          encode(ledger_hash(l.prev_hash, l.seq, l.digest), 'hex'), encode(l.hash, 'hex')),
        (7, (l.detail).ledger_id is null, 'forged', 'a row written by record_act(), with its detail', 'no detail'),
        (8, (l.detail).erased_at is null and (
            l.detail_digest is distinct from salted_digest((l.detail).salt,
              jsonb_build_array((l.detail).actor, (l.detail).reason))
            or l.before_digest is distinct from salted_digest((l.detail).salt, (l.detail).before)
            or l.after_digest is distinct from salted_digest((l.detail).salt, (l.detail).after)
          ), 'tampered', 'a detail with the digests of the row', 'another actor, reason, before or after'),
        (9, (l.detail).erased_at is not null and not exists (
            select from governance_ledger e where e.action = 'ledger.erase' and e.object = 'ledger:' || l.id
          ), 'tampered', 'a detail that was erased by a recorded act', 'no such act'),
        (10, l.epoch < l.epoch_before, 'epoch set back', 'epoch ' || l.epoch_before || ' or a later one',
          'epoch ' || l.epoch)
    ) as check_of (place, failed, problem, expected, found)
    where failed
    order by place
    limit 1
  ) as said
  order by l.seq, l.id
$$;
