-- Notes, none where the table is not there yet.
select coalesce(count_rows('throw_away_note'), 0) as notes
