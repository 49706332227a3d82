import type { Accountability } from '@directus/types';
import type { Knex } from 'knex';
import { noteActivity, noteTableChange, readBefore } from '../../governance/guard/data-model.ts';
import type { Before, DataModelChange } from '../../governance/guard/data-model.ts';
import type { Host, Installation } from '../../governance/installation/installation.ts';
import { logLine } from '../../text/terminal.ts';
import { asDirectusError } from './as-directus-error.ts';
import { DATA_MODEL_METHODS } from './data-model-methods.ts';

/** Common part of the services of Directus's Data Model. */
interface Service {
  knex: Knex;
  accountability: Accountability | null;
}
type Method = ((this: Service, ...args: unknown[]) => Promise<unknown>) & { [ORIGINAL]?: Method };

/** Key under which the original method is kept. An extension that is loaded again replaces the first. */
const ORIGINAL = Symbol.for('one-roof.data-model.original');

/** Context of a watched call: how to refuse early, and what is known of the change while it runs. */
interface Watch {
  installation: Installation;
  logger: Host['logger'];
  refuse: (collections: readonly string[], within: Knex) => Promise<void>;
}

/**
 * Watches the methods of Directus's Data Model: what the guards refuse is refused before anything is done, what leaves no row of Directus is
 * judged and recorded in the same transaction, and so is who did it (docs/decisions/0051-the-data-model.md).
 */
export function watchDataModel(services: Record<string, unknown>, watch: Watch): void {
  for (const [service, methods] of Object.entries(DATA_MODEL_METHODS)) {
    const prototype = (services[service] as { prototype?: Record<string, Method | undefined> } | undefined)?.prototype;
    for (const [name, changeOf] of Object.entries(methods)) {
      const present = prototype?.[name];
      if (prototype === undefined || present === undefined) {
        watch.logger.error(
          logLine(
            `One-Roof cannot watch ${service}.${name}: this Directus has none. Changes of its Data Model may go unrecorded.`,
          ),
        );
        continue;
      }
      const original = present[ORIGINAL] ?? present;
      const watched: Method = function (...args) {
        return watchedCall(watch, this, original, args, changeOf(args));
      };
      prototype[name] = Object.assign(watched, { [ORIGINAL]: original });
    }
  }
}

async function watchedCall(
  watch: Watch,
  service: Service,
  original: Method,
  args: unknown[],
  change: DataModelChange | null,
): Promise<unknown> {
  const { knex, accountability } = service;
  // Who may not change a schema is told so by Directus, and nothing of governance.
  if (accountability !== null && !accountability.admin) return original.apply(service, args);
  // What the table was when it was last looked at: an index that is made concurrently is made after the transaction.
  let seen: Before | null = null;
  const noted: Noted = async (transaction, work) => {
    const before = seen ?? (await look(watch, transaction, change));
    const result = await work();
    if (before !== null) seen = await note(watch, transaction, change, accountability, before);
    return result;
  };
  try {
    if (change !== null) await watch.refuse([change.collection], knex);
    if (isTransaction(knex)) return await noted(knex, () => original.apply(service, args));
    const own = Object.create(service, { knex: { value: notingTransactions(knex, noted) } }) as Service;
    const result = await original.apply(own, args);
    if (isConcurrent(args)) await knex.transaction((transaction) => noted(transaction, () => Promise.resolve()));
    return result;
  } catch (thrown) {
    // Directus does not translate what a delete, or its end, runs into.
    throw asDirectusError(thrown) ?? thrown;
  }
}

/** Reads a collection's table before something is done to it. Null while One-Roof cannot tell. */
function look(
  { installation, logger }: Watch,
  transaction: Knex.Transaction,
  change: DataModelChange | null,
): Promise<Before | null> {
  return tried(logger, () =>
    installation.within(transaction, (session) => readBefore(session, change?.collection ?? '')),
  );
}

/** Notes what was done in a transaction since, and by whom, and looks again. @throws what the guards refuse, which takes it all back. */
function note(
  { installation, logger }: Watch,
  transaction: Knex.Transaction,
  change: DataModelChange | null,
  accountability: Accountability | null,
  since: Before,
): Promise<Before | null> {
  return tried(logger, () =>
    installation.within(transaction, async (session) => {
      if (change !== null) await noteTableChange(session, change, since);
      if (accountability !== null) await noteActivity(session, accountability, since);
      return readBefore(session, change?.collection ?? '');
    }),
  );
}

/** A broken One-Roof keeps Directus from nothing: what was not noted is found, by the structure that differs. */
async function tried<Outcome>(logger: Host['logger'], attempt: () => Promise<Outcome>): Promise<Outcome | null> {
  try {
    return await attempt();
  } catch (thrown) {
    const refusal = asDirectusError(thrown);
    if (refusal?.code === 'ONE_ROOF_GUARD_REFUSED') throw refusal;
    if (refusal === null)
      logger.error(logLine(`One-Roof could not note a change of the Data Model: ${String(thrown)}`));
    return null;
  }
}

/** Tells whether a call makes its indexes after its transaction, while others may go on writing. */
function isConcurrent(args: readonly unknown[]): boolean {
  return args.some(
    (arg) => (arg as { attemptConcurrentIndex?: unknown } | null | undefined)?.attemptConcurrentIndex === true,
  );
}

/** Does work in a transaction of Directus's, and notes at its end what it did. */
type Noted = <Result>(transaction: Knex.Transaction, work: () => Promise<Result>) => Promise<Result>;

/** The same Knex, but that what is done in a transaction of it is noted at its end. */
function notingTransactions(knex: Knex, noted: Noted): Knex {
  const transaction = (work: (transaction: Knex.Transaction) => Promise<unknown>, config?: Knex.TransactionConfig) =>
    knex.transaction((begun) => noted(begun, () => work(begun)), config);
  return new Proxy(knex, {
    get: (target, key) => (key === 'transaction' ? transaction : (Reflect.get(target, key) as unknown)),
  });
}

function isTransaction(database: Knex): database is Knex.Transaction {
  return database.isTransaction === true;
}
