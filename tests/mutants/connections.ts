import { SQL, database, directus } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const CLASSES = 'src/database/sessions/classes.ts';

// prettier-ignore
export const CONNECTIONS_MUTANTS: readonly Mutant[] = [
  // The classes of connection.
  { guard: 'reads that cannot write', file: CLASSES, find: "'isolation level repeatable read read only'", replace: "'isolation level repeatable read'", ...database('connections/connection-classes') },
  { guard: 'the list of readable databases', file: CLASSES, find: 'if (!policy.allowedDatabases.includes(database)) {', replace: 'if (false) {', ...database('connections/connection-classes') },
  { guard: 'acting as one_roof_reader', file: CLASSES, find: '...(policy.asReader ? [`set local role ${READER_ROLE}`] : []),', replace: '', ...database('connections/connection-classes') },
  { guard: 'the row limit of the read channel', file: CLASSES, find: 'if (rows.length > rowLimit) {', replace: 'if (false) {', ...database('connections/connection-classes') },
  { guard: 'production writes on a clone', file: CLASSES, find: 'if (!is_clone) return;', replace: 'return;', ...database('connections/connection-classes') },
  { guard: 'clone writes in production', file: CLASSES, find: 'if (is_clone) return;', replace: 'return;', ...database('connections/connection-classes') },
  { guard: 'times as the server writes them', file: CLASSES, find: `set local datestyle = 'ISO'; `, replace: '', ...database('connections/connection-classes') },

  // The database that the operator names.
  { guard: 'sessions in another database', file: 'src/database/sessions/pg-sessions.ts', find: 'if (wanted !== null) await requireDatabase(client, wanted);', replace: '', ...database('connections/wanted-database') },
  { guard: 'migrating another database', file: 'src/cli/operator.ts', find: 'if (wantedDatabase !== null)\n', replace: 'if (false)\n', ...database('connections/wanted-database') },
  { guard: 'a connection string that names another database', file: 'src/cli/configuration.ts', find: 'url.pathname = `/${encodeURI(database)}`;', replace: '', ...database('connections/wanted-database') },

  // Connections that are lost, and versions that change meanwhile.
  { guard: 'writes of an older version', file: CLASSES, find: 'requireVersion(proof.version);', replace: '', ...database('connections/connection-loss') },
  { guard: 'reads of an older version', file: CLASSES, find: '  requireVersion(version);\n', replace: '', ...database('connections/connection-loss') },
  { guard: 'the text of the driver', file: 'src/governance/errors/as-one-roof-error.ts', find: 'if (isConnectionLoss(thrown)) {', replace: 'if (false) {', ...database('connections/connection-loss') },
  { guard: 'a run that was cut', file: 'src/governance/release/execution/apply-release.ts', find: "known?.extensions['reason'] === CONNECTION_LOST", replace: 'false', ...database('connections/connection-loss') },
  { guard: 'who is told that a run was cut where the log cannot be', file: 'src/governance/release/execution/apply-release.ts', find: 'if (!told) throw untold(known, thrown);', replace: '', ...database('connections/connection-loss') },
  { guard: 'a server that ends an idle session', file: 'src/database/sessions/pg-sessions.ts', find: "client.on('error', (error) => lost.push(error));", replace: 'void lost;', ...database('connections/connection-loss') },

  // Disks that are full.
  { guard: 'a disk that is full', file: 'src/governance/installation/installation.ts', find: 'this.notice(thrown);', replace: '', ...database('connections/disk-full') },
  { guard: 'room for the ledger', file: 'src/governance/installation/installation.ts', find: 'if (this.#isFull) await this.#sessions.use(requireRoom);', replace: '', ...database('connections/disk-full') },
  { guard: 'who may try whether there is room', file: `${SQL}/install/privileges.sql`, find: 'grant execute on function require_room to one_roof_runtime;', replace: '', ...database('installation/separated-mode') },
  { guard: 'a trial that keeps nothing', file: `${SQL}/objects/03_ledger/recording/require_room.sql`, find: "raise exception using errcode = 'ORU02', message = 'an act that was tried is undone';", replace: '', ...database('installation/separated-mode') },
  { guard: 'a disk that is full for Directus', file: 'src/hooks/ownership-guard/index.ts', find: 'installation.notice(error);', replace: '', ...directus('starts/disk-full') },

  // One-Roof never takes Directus down.
  { guard: 'asking Directus while a connection is held', file: 'src/database/sessions/held-connection.ts', find: 'if (held.getStore()?.held !== true) return;', replace: 'return;', ...database('connections/pool-share') },
  { guard: 'the share of the pool', file: 'src/database/sessions/places.ts', find: 'if (this.#free > 0) this.#free -= 1;', replace: 'if (this.#free > -Infinity) this.#free -= 1;', ...database('connections/pool-share') },
  { guard: 'a connection that comes too late', file: 'src/database/sessions/knex-sessions.ts', find: '(connection) => poolOf(knex).releaseConnection(connection),', replace: '() => undefined,', ...database('connections/pool-share') },
];
