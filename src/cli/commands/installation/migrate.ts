import { migrate } from '../../../database/install/migrate.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof migrate`: installs the schema or brings it up to this version, as a start of Directus does in mode simple. */
export async function migrateSchema(operator: Operator): Promise<Printout> {
  const migrated = await operator.withKnex((knex) => migrate(knex));
  const done = migrated.applied.length > 0 ? `applied ${migrated.applied.join(', ')}` : 'nothing to do';
  return { json: migrated, text: terminal(`Schema ${migrated.version}, mode ${migrated.mode}: ${done}.`) };
}
