import { z } from 'zod';
import { quoteIdentifier } from '../../database/sql-text.ts';
import type { Session } from '../../database/sessions/session.ts';

const User = z.object({
  id: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
});

/**
 * The names of Directus users by their id, for people at the command line: first and last name, otherwise the address. Empty
 * where the connecting role may not read them; the ids then have to do.
 */
export async function userNames(
  session: Session,
  directusSchema: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await session
    .query(
      `select id, first_name, last_name, email from ${quoteIdentifier(directusSchema)}.directus_users where id = any ($1::uuid[])`,
      [ids],
    )
    .catch(() => ({ rows: [] }));
  return new Map(
    z
      .array(User)
      .parse(rows)
      .map(({ id, first_name: first, last_name: last, email }) => [
        id,
        [first, last].filter(Boolean).join(' ') || (email ?? id),
      ]),
  );
}
