create table :"schema".throw_away_note (
  id bigint generated always as identity constraint throw_away_note_pkey primary key,
  scope text not null constraint throw_away_note_scope_key unique,
  text text not null,
  created_at timestamptz not null default now()
);
create view :"schema".v_throw_away as select scope, text from :"schema".throw_away_note;
