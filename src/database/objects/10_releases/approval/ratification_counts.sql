-- Whether what ratified a release counts, whatever became of it (see row_counts): its votes and signatures, judged by
-- the policy of then, and every change of seats and policy. What the request says of the release is what its signed
-- content says. NULL if there is no such release.
create or replace function ratification_counts(p_release text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(approval_is_simulated(r.release_code::text, r.packet_tree_sha256), false)
    or unratified_rules() is null and coalesce((
      select s.ok
      from approval_requests q cross join lateral request_as_signed(q) a cross join ratified_standing(q.code::text) s
      where q.code = r.request_code and a.packet_tree_sha256 = r.packet_tree_sha256
        and a.subject = 'release:' || r.release_code), false)
  from governance_release r
  where r.release_code::text = p_release
$$;
