-- Their definitions are problem_text() and credentials_changed_by_other().
drop function if exists word_of_problem(text);
drop function if exists changed_by_another(uuid, timestamptz);
-- It asks asserted() for the tables.
drop function if exists assertions_digest(jsonb);
