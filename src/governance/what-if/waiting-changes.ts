import type { z } from 'zod';
import type { Query } from '../../contract/routes.ts';
import { WaitingChange, WaitingChangeCell } from '../../contract/answers/what-if.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { keysetPage } from '../ownership/keyset-page.ts';
import type { List, Page } from '../ownership/keyset-page.ts';

const changes = {
  view: 'v_waiting_change',
  columns: {
    id: 'id',
    origin: 'origin',
    changes: 'summary',
    cells: 'cells',
    waiting_since: 'waiting_since',
    created_by: 'created_by',
  },
  sorts: { id: ['id'] },
  key: ['id'],
  filters: {},
  row: WaitingChange,
} satisfies List<typeof WaitingChange>;

const cells = {
  view: 'v_waiting_change_cell',
  columns: {
    change_id: 'change_id',
    object_type: 'object_type',
    object_ref: 'object_ref',
    scope: 'scope',
    change: 'change',
    before: 'was',
    after: 'will',
  },
  sorts: { object_ref: ['object_ref'], scope: ['scope'] },
  key: ['object_ref', 'scope', 'object_type', 'change_id'],
  filters: { change: 'change_id = ?' },
  row: WaitingChangeCell,
} satisfies List<typeof WaitingChangeCell>;

/** The changes that wait for a release, all of them: one for each origin at most. */
export async function openChanges(session: ReadSession): Promise<WaitingChange[]> {
  return (await waitingChanges(session, { sort: 'id', limit: 100 })).rows;
}

/** The changes that wait for a release, in pages. */
export function waitingChanges(
  session: ReadSession,
  query: Query<'waitingChanges'>,
): Promise<Page<z.output<typeof WaitingChange>>> {
  return keysetPage(session, changes, query);
}

/** The existing cells that they touch. */
export function waitingChangeCells(
  session: ReadSession,
  query: Query<'waitingChangeCells'>,
): Promise<Page<z.output<typeof WaitingChangeCell>>> {
  return keysetPage(session, cells, query);
}
