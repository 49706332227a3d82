-- The transactions, as `xmin` has them, in which Directus noted between two moments that a person changed their own
-- account.
create or replace function own_account_change(p_user uuid, p_from timestamptz, p_to timestamptz)
returns table (xmin bigint, noted_at timestamptz)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  transactions bigint[];
  moments timestamptz[];
begin
  begin
    select array_agg(a.xmin::text::bigint), array_agg(a."timestamp"::timestamptz) into transactions, moments
      from :"directus_schema".directus_activity a
      where a.collection = 'directus_users' and a.item = p_user::text and a.action = 'update' and a."user" = p_user
        and a."timestamp" between p_from and p_to;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return query select * from unnest(transactions, moments);
end
$$;
