-- What it takes, by profile and risk: votes that approve, of the president and of the council, and whose signature may open
-- the gate. One rejection ends a request everywhere; the proposer never votes or signs.
create view apr_quorum_policy as
select profile, risk_level, president_votes, council_votes, any_votes, signing_seats, rehearsal_needed
from (
  values
    ('council', 'high', 1, 2, 0, '{president}'::text[], true),
    ('council', 'medium', 1, 0, 0, '{president}', true),
    ('council', 'low', 0, 0, 1, '{president}', true),
    ('two_person', 'high', 0, 0, 0, '{president,council}', false),
    ('two_person', 'medium', 0, 0, 0, '{president,council}', false),
    ('two_person', 'low', 0, 0, 0, '{president,council}', false)
) as p (profile, risk_level, president_votes, council_votes, any_votes, signing_seats, rehearsal_needed);
