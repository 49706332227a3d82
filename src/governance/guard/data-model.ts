import { z } from 'zod';
import { quoteIdentifier, SCHEMA } from '../../database/sql-text.ts';
import type { DirectusSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/** A change of Directus's Data Model: of a collection, or of one of its columns. */
export interface DataModelChange {
  collection: string;
  column: string | null;
  operation: 'create' | 'update' | 'delete';
}

/** On whose behalf Directus does something, as it notes it in its activity. */
export interface Behalf {
  user: string | null;
  ip: string | null;
  userAgent?: string;
  origin?: string;
}

const Before = z.object({ structure: z.array(z.string()).nullable(), last_write: z.coerce.bigint() });
/** State of a collection's table before a change, and the last write recorded until then. */
export type Before = z.infer<typeof Before>;

// Within a transaction of Directus's, whose search path stays what it is.
const OURS = quoteIdentifier(SCHEMA);

/** Reads the state that noteTableChange() compares with. */
export async function readBefore(session: DirectusSession, collection: string): Promise<Before> {
  return parseRow(
    Before,
    await session.query(`select structure, last_write from ${OURS}.data_model_before($1)`, [collection]),
  );
}

/** Judges, and records, what became of a collection's table where Directus left no row that a trigger sees. @throws what the guards refuse. */
export async function noteTableChange(
  session: DirectusSession,
  change: DataModelChange,
  before: Before,
): Promise<void> {
  const { collection, column, operation } = change;
  await session.query(`select ${OURS}.note_table_change($1, $2, $3, $4, $5)`, [
    collection,
    column,
    operation,
    before.structure,
    before.last_write,
  ]);
}

/**
 * Writes into Directus's activity who changed a schema in this transaction, where Directus does not: relations, `schema apply`, and what
 * leaves no row of its own. The trigger on the activity attributes the writes, as it does those that Directus notes.
 */
export async function noteActivity(session: DirectusSession, behalf: Behalf, before: Before): Promise<void> {
  const { user, ip, userAgent, origin } = behalf;
  await session.query(
    `insert into directus_activity (action, collection, item, "user", ip, user_agent, origin)
     select w.operation::text, w.relation, w.item, $2::uuid, $3, $4, $5
     from ${OURS}.governed_write w
     where w.xid = pg_current_xact_id() and w.id > $1 and w.kind = 'schema' and w.activity_id is null and w.item is not null
     order by w.id`,
    [before.last_write, user, ip, userAgent ?? null, origin ?? null],
  );
}
