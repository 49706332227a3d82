-- Notes which request people decide about. A release that was ratified by an earlier one is rehearsed again, or a draft
-- where no rehearsal of its packet counts. release_guard refuses it while the earlier request is open.
create or replace function ask_about_release(p_release text, p_request text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_release r set request_code = p_request, status = case
    when r.status <> 'ratified' then r.status
    when rehearsals_of(r.packet_tree_sha256) > 0 then 'rehearsed'
    else 'draft'
  end
  where release_code::text = p_release
$$;
