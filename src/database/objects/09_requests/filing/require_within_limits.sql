-- Refuses a revision of a request that is too large, or one too many of its proposer. Two at once are counted one after
-- the other.
create or replace function require_within_limits(p_request approval_requests) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  allowed record;
  content_bytes bigint := octet_length(p_request.proposed_action::text);
  evidence_bytes bigint := octet_length(p_request.evidence::text);
  open_requests bigint;
  day_revisions bigint;
begin
  select * into allowed from request_limits();
  if content_bytes > allowed.content_bytes or evidence_bytes > allowed.evidence_bytes then
    raise exception 'Request % is refused: expected at most % bytes of proposed_action and % of evidence, found % and %',
      p_request.code, allowed.content_bytes, allowed.evidence_bytes, content_bytes, evidence_bytes
      using errcode = 'OR061', hint = 'Keep what is large elsewhere, and name its sha256 in the evidence.';
  end if;

  perform pg_advisory_xact_lock(hashtextextended('one_roof.request:' || p_request.proposer_user, 0));
  select count(*) into open_requests
  from approval_requests r
  where r.proposer_user = p_request.proposer_user and r.code <> p_request.code
    and r.withdrawn_at is null and r.superseded_by is null and r.expires_at > clock_timestamp()
      and not request_is_applied(r);
  if open_requests >= allowed.open_requests then
    raise exception 'Request % is refused: expected at most % open requests of one person, found %', p_request.code,
      allowed.open_requests, open_requests
      using errcode = 'OR062', hint = 'Withdraw some of them, or wait until they expire.';
  end if;
  select coalesce(sum(r.revision), 0) into day_revisions
  from approval_requests r
  where r.proposer_user = p_request.proposer_user and r.created_at > clock_timestamp() - interval '1 day';
  if day_revisions >= allowed.day_revisions or p_request.revision > allowed.day_revisions then
    raise exception 'Request % is refused: expected at most % revisions of requests of one person within 24 hours, found %',
      p_request.code, allowed.day_revisions, greatest(day_revisions, p_request.revision)
      using errcode = 'OR062', hint = 'Wait until tomorrow, or file a new request.';
  end if;
end
$$;
