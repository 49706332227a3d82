import type { HookConfig } from '@directus/types';
import type { Knex } from 'knex';
import { checkGuard } from '../../governance/guard/check-guard.ts';
import type { GuardedAct } from '../../governance/guard/check-guard.ts';
import { installationOf } from '../../governance/installation/current-installation.ts';
import { asDirectusError } from './as-directus-error.ts';
import { watchDataModel } from './watch-data-model.ts';

/** Part of Directus's Express that is used: a handler of errors, before Directus's own. */
interface Routes {
  use(handler: (error: unknown, request: unknown, response: unknown, next: (error: unknown) => void) => void): void;
}

/**
 * The friendly front of the guards. The triggers decide; what is refused here would be refused there, later and in worse words:
 * Directus does not translate what a delete runs into. Of what Directus's Data Model does to a table no trigger sees anything where Directus
 * keeps no row of it: for that its services are watched.
 */
const ownershipGuard: HookConfig = ({ filter, init }, { database, env, logger, services }) => {
  const installation = installationOf({ database, env, logger });

  /**
   * Refuses what the guards refuse. While One-Roof cannot answer, the database is asked by what follows. Whoever is in a transaction
   * of Directus is answered within it: they hold a connection, and enough of them would wait for one another.
   */
  async function refuse(act: GuardedAct, collections: readonly string[], within: Knex): Promise<void> {
    try {
      if (isTransaction(within))
        await installation.readWithin(within, (session) => checkGuard(session, act, collections));
      else await installation.read((session) => checkGuard(session, act, collections));
    } catch (thrown) {
      const refusal = asDirectusError(thrown);
      if (refusal?.code === 'ONE_ROOF_GUARD_REFUSED') throw refusal;
    }
  }

  // What a trigger of ours raised, where Directus asks how to tell it.
  filter('database.error', (error) => {
    installation.notice(error);
    return asDirectusError(error) ?? error;
  });

  // The same for what Directus does not ask about: a delete, a raw statement, a sort, the end of a transaction.
  init('routes.custom.after', ({ app }) => {
    (app as Routes).use((thrown, _request, _response, next) => next(asDirectusError(thrown) ?? thrown));
  });

  // Runs before Directus knows whether the user may: who may not is told nothing about governance.
  filter('items.delete', async (_keys, { collection }, { accountability, database: within }) => {
    const anonymous = accountability?.user === null && !accountability.admin;
    if (!anonymous) await refuse('write', [String(collection)], within);
  });

  watchDataModel(
    { ...services },
    { installation, logger, refuse: (collections, within) => refuse('schema', collections, within) },
  );
};

function isTransaction(database: Knex): database is Knex.Transaction {
  return database.isTransaction === true;
}

export default ownershipGuard;
