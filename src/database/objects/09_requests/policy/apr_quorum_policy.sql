-- What it takes, by profile and risk: votes that approve, of the president and of the council, and whose signature may
-- open the gate. The proposer never votes or signs. `rejections` end a request; one about seats takes
-- `seat_rejections`, so that one hostile holder of a seat cannot keep seats as they are.
create or replace view apr_quorum_policy as
select profile, risk_level, president_votes, council_votes, any_votes, signing_seats, rehearsal_needed, 1 as rejections,
  2 as seat_rejections
from (
  values
    ('council', 'high', 1, 2, 0, '{president}'::text[], true),
    ('council', 'medium', 1, 0, 0, '{president}', true),
    ('council', 'low', 0, 0, 1, '{president}', true),
    ('two_person', 'high', 0, 0, 0, '{president,council}', false),
    ('two_person', 'medium', 0, 0, 0, '{president,council}', false),
    ('two_person', 'low', 0, 0, 0, '{president,council}', false)
) as p (profile, risk_level, president_votes, council_votes, any_votes, signing_seats, rehearsal_needed);
