-- Governance events in the outbox whose type nobody ratified.
select unratified_events() as outbox
