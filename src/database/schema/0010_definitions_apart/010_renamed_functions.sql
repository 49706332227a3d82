-- Their definitions are problem_text() and credentials_changed_by_other().
drop function if exists word_of_problem(text);
drop function if exists changed_by_another(uuid, timestamptz);
-- It asks asserted() for the tables.
drop function if exists assertions_digest(jsonb);
-- What waits for a release is a waiting change, and it is applied.
drop view if exists v_proposed_change_cell;
drop view if exists v_proposed_change;
drop function if exists propose_changes(text, jsonb, text[], text);
drop function if exists propose_moves(text[]);
drop function if exists apply_proposed_change(bigint, text);
drop function if exists carry_out_changes(jsonb, text);
drop function if exists carry_out_delegation(text, text);
drop function if exists require_carried_out_by(text, text);
-- The ledger is chained; packets are sealed. The trigger is restated under its new name.
drop trigger if exists trg_ledger_seal on governance_ledger;
drop function if exists seal_at_commit();
drop function if exists seal_ledger();
-- The plan in force names planned owners. Views cannot rename their columns: those that have them are restated.
drop function if exists class_cell() cascade;
drop function if exists proposed_owner(text[], text[]) cascade;
alter type class_answer rename attribute proposed to planned_owner;
alter type class_answer rename attribute proposed_alive to planned_owner_alive;
