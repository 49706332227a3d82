import type { HookConfig } from '@directus/types';
import { checkGuard } from '../../governance/guard/check-guard.ts';
import type { GuardedAct } from '../../governance/guard/check-guard.ts';
import { installationOf } from '../../governance/installation.ts';
import { asDirectusError } from './as-directus-error.ts';
import { schemaCollections } from './schema-collections.ts';

/**
 * The friendly front of the guards. The triggers decide; what is refused here would be refused there, later and in worse words:
 * Directus does not translate what a delete runs into, and it alters a table before it writes what a trigger sees.
 */
const ownershipGuard: HookConfig = ({ filter }, { database, env, logger }) => {
  const installation = installationOf({ database, env, logger });

  /** Refuses what the guards refuse. While One-Roof cannot answer, the database is asked by what follows. */
  async function refuse(act: GuardedAct, collections: readonly string[]): Promise<void> {
    if (collections.length === 0) return;
    try {
      await installation.read((session) => checkGuard(session, act, collections));
    } catch (thrown) {
      const refusal = asDirectusError(thrown);
      if (refusal?.code === 'ONE_ROOF_GUARD_REFUSED') throw refusal;
    }
  }

  // What a trigger of ours raised, where Directus asks how to tell it.
  filter('database.error', (error) => asDirectusError(error) ?? error);

  // Runs before Directus knows whether the user may: who may not is told nothing about governance.
  filter('items.delete', async (_keys, { collection }, { accountability }) => {
    const anonymous = accountability?.user === null && !accountability.admin;
    if (!anonymous) await refuse('write', [String(collection)]);
  });

  for (const event of ['fields.create', 'fields.update', 'fields.delete', 'collections.update', 'collections.delete']) {
    filter(event, async (payload, meta, { accountability }) => {
      if (accountability === null || accountability.admin) await refuse('schema', schemaCollections(event, payload, meta));
    });
  }
};

export default ownershipGuard;
