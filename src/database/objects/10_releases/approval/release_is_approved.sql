-- Whether people ratified exactly this packet, and that still stands: the request of the release is about it and names
-- its packet, it is approved, and a sovereign signature is bound to it.
create or replace function release_is_approved(p_release text) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return exists (
    select
    from governance_release r
    join approval_requests q on q.code = r.request_code and q.packet_tree_sha256 = r.packet_tree_sha256
    where r.release_code::text = p_release and q.subject = 'release:' || p_release
      and request_status(q.code::text) = 'approved'
      and request_is_ratified(q.code::text)
  );
end
$$;
