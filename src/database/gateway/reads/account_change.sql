-- Of whom Directus noted between two moments that their account was changed, whoever did it, and in which transactions,
-- as `xmin` has them.
create or replace function account_change(
  p_from timestamptz, p_to timestamptz
) returns table (user_id text, xmin bigint)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  users text[];
  transactions bigint[];
begin
  begin
    select array_agg(a.item::text), array_agg(a.xmin::text::bigint) into users, transactions
      from :"directus_schema".directus_activity a
      where a.collection = 'directus_users' and a.action = 'update' and a."timestamp" between p_from and p_to;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return query select * from unnest(users, transactions);
end
$$;
