import { z } from 'zod';
import { Responsibility, ResponsibilitySummary } from '../../contract/answers/responsibilities.ts';
import type { Data, Query } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';
import { keysetPage } from './keyset-page.ts';
import type { Page } from './keyset-page.ts';
import { IN_GROUP, NAME_CONTAINS } from './list-filters.ts';
import responsibilitiesSql from './responsibilities.sql';

/** Whose responsibilities are read. */
export interface Person {
  /** The ids of their Directus roles, those they inherit included. */
  roles: readonly string[];
  /** The collections whose cells they may see; null for all of them. */
  collections: readonly string[] | null;
}

/** The cells that have to do with the owners that a person acts for: one row per cell and owner. */
export function responsibilities(
  session: ReadSession,
  query: Query<'responsibilities'>,
  { roles, collections }: Person,
): Promise<Page<z.output<typeof Responsibility>>> {
  return keysetPage(
    session,
    {
      view: 'role_responsibility',
      called: [roles],
      columns: {
        object_type: 'object_type',
        object_ref: 'object_ref',
        group: 'group_code',
        scope: 'scope',
        relation: 'relation',
        owner: 'owner_gov_code',
        owner_name: 'owner_name',
        state: 'state',
        current_owner: 'current_owner',
        anchor_type: 'anchor_type',
        anchor_ref: 'anchor_ref',
        waived_until: 'waived_until',
      },
      sorts: {
        group: ['place', 'object_ref', 'scope_sort'],
        object_ref: ['object_ref', 'scope_sort'],
        scope: ['scope'],
      },
      key: ['object_ref', 'scope', 'object_type', 'owner_gov_code'],
      filters: {
        relation: 'relation = ?',
        group: IN_GROUP,
        scope: 'scope = ?',
        owner: 'owner_gov_code = ?',
        search: NAME_CONTAINS,
        readable: `object_type = 'collection' and object_ref = any (?)`,
      },
      row: Responsibility,
    },
    { ...query, readable: collections ?? undefined },
  );
}

const Counted = ResponsibilitySummary.shape.owners.element.extend({ objects: z.coerce.number() });

/** The owners that a person acts for, and their cells in numbers. */
export async function responsibilitySummary(
  session: ReadSession,
  { roles, collections }: Person,
): Promise<Data<'responsibilitySummary'>> {
  const counted = parseRows(Counted, await session.query(responsibilitiesSql, [roles, collections]));
  return {
    owners: counted.map(({ objects: _objects, ...owner }) => owner),
    objects: counted[0]?.objects ?? 0,
    limited: collections !== null,
  };
}
