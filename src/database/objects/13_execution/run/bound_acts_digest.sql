-- The digest of everything that is signed about a release: of the rows about the present revision of its request, and
-- of the rehearsals of its packet, in a fixed order.
-- A verifier outside the database makes the same of the rows that it verified (gate_check.sh, `one-roof gate`): equal
-- digests say that there is nothing else. NULL where something is bound that may not count: see row_counts().
create or replace function bound_acts_digest(p_release text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when bool_and(row_counts(a.row_digest))
    then encode(sha256(convert_to(string_agg(a.row_digest || E'\n', '' order by a.row_digest collate "C"), 'UTF8')),
      'hex')
  end
  from (
    select s.row_digest
    from governance_release l
    join approval_requests r on r.code = l.request_code
    join v_signed_act s on s.request_code = r.code::text and s.revision_digest = r.revision_digest
    where l.release_code::text = p_release
    union all
    select row_digest(h)
    from governance_release l join governance_rehearsal h on h.packet_tree_sha256 = l.packet_tree_sha256
    where l.release_code::text = p_release
  ) a
$$;
