import type { Knex } from 'knex';
import type { OneRoofError } from '../../contract/errors.ts';
import type { Doctor } from '../../contract/answers/doctor.ts';
import type { Health } from '../../contract/answers/health.ts';
import { knexSessions, poolSize, sessionOf } from '../../database/sessions/knex-sessions.ts';
import { Places } from '../../database/sessions/places.ts';
import {
  productionRead,
  productionWhatIf,
  productionWrite,
  readWithin,
  savepoint,
} from '../../database/sessions/classes.ts';
import { migrate, requireCurrentSchema } from '../../database/install/migrate.ts';
import type { Migrated } from '../../database/install/migrate.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { RefusalKind } from '../../database/refusal.ts';
import { READER_ROLE } from '../../database/roles.ts';
import { SCHEMA } from '../../database/sql-text.ts';
import type {
  DirectusSession,
  ProductionSession,
  ReadSession,
  SessionSource,
  WhatIfSession,
  WriteSession,
} from '../../database/sessions/session.ts';
import { codeOf, SCHEMA_GONE, SQLSTATE } from '../../database/sessions/sqlstates.ts';
import { asOneRoofError, closed, closedLine, CONNECTION_LOST } from '../errors/as-one-roof-error.ts';
import { refuseOtherDatabases } from './refuse-other-databases.ts';
import { diagnose } from './diagnose.ts';
import { isSet } from '../doctor/doctor-host.ts';
import type { DoctorHost } from '../doctor/doctor-host.ts';
import { currentEnvironment } from '../environment/declare-environment.ts';
import { writeHere } from '../../database/sessions/write-here.ts';
import { tendGuards } from '../guard/tend-guards.ts';
import { readPolicy } from '../settings/read-policy.ts';
import { requireRoom } from './require-room.ts';
import { readSettings } from '../settings/settings.ts';
import type { Settings } from '../settings/settings.ts';
import { logLine } from '../../text/terminal.ts';
import type { LineLog } from '../../text/terminal.ts';

/** Parts of a Directus process that One-Roof works with. */
export interface Host {
  /** Directus's global Knex, never a transaction. */
  database: Knex;
  env: Record<string, unknown>;
  logger: LineLog;
}

interface Ready {
  settings: Settings;
  migrated: Migrated;
  databaseName: string;
  asReader: boolean;
}

/** The schema is not the one that this program works with, and will not become it: what another version has migrated, or nobody has. */
const ANOTHER_SCHEMA = new Set<RefusalKind>(['schema_newer', 'schema_outdated']);

/** Seconds after which a closed installation looks again whether what it lacks is there now; what is only away comes back by itself. */
const RETRY_SECONDS = 10;
const RETRY_SECONDS_AWAY = 1;
const PASSING = new Set([CONNECTION_LOST, 'exhausted']);

/**
 * The one readiness state of a Directus process, asked by every hook, route and operation.
 *
 * It starts closed. open() migrates and makes it ready, or keeps it closed with the reason; whoever asks a closed
 * installation more than ten seconds later makes it look again, so that granting a missing privilege needs no restart.
 * Nothing here ever takes Directus down: what fails is logged once and remembered.
 */
export class Installation {
  readonly #host: Host;
  #shared: SessionSource | null = null;
  #settings: Settings | null = null;
  #opening: Promise<Ready> | null = null;
  #diagnosing: Promise<Doctor> | null = null;
  #failedAt = 0;
  #retrySeconds = RETRY_SECONDS;
  #wasReady = false;
  #isFull = false;
  #toldReason = '';

  constructor(host: Host) {
    this.#host = host;
  }

  /** Migrates if needed. @throws OneRoofError that says why One-Roof is closed. */
  async ready(): Promise<Ready> {
    if (this.#opening !== null && this.#failedAt > 0 && Date.now() - this.#failedAt > this.#retrySeconds * 1000)
      this.#opening = null;
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Opens, and arms the guards that were lost while Directus was down. Never fails: why it cannot is in the log. */
  async start(): Promise<void> {
    try {
      const { settings } = await this.ready();
      const tended = await tendGuards((work) => this.write(work), settings.keepWritesDays);
      for (const { relation, triggers, problem } of tended) {
        if (problem === null)
          this.#host.logger.info(logLine(`One-Roof armed the guard of ${relation} again: ${triggers.join(', ')}`));
        else
          this.#host.logger.error(
            logLine(`One-Roof cannot arm the guard of ${relation} (${triggers.join(', ')}): ${problem}`),
          );
      }
    } catch (thrown) {
      // What keeps it closed has been told.
      if (asOneRoofError(thrown) === null)
        this.#host.logger.error(logLine(`One-Roof could not look after its guards: ${String(thrown)}`));
    }
  }

  /** Settings from the environment, read without the database. @throws OneRoofError ONE_ROOF_NOT_READY */
  get settings(): Settings {
    this.#settings ??= readSettings(this.#host.env);
    return this.#settings;
  }

  /** Sessions out of Directus's pool, of which One-Roof takes no more than its share. */
  get #sessions(): SessionSource {
    const { database } = this.#host;
    this.#shared ??= knexSessions(
      database,
      new Places(Math.max(1, Math.floor(poolSize(database) * this.settings.poolShare))),
    );
    return this.#shared;
  }

  /** Reads in one READ ONLY snapshot (connection class production-read). */
  async read<Result>(work: (session: ReadSession, settings: Settings) => Promise<Result>): Promise<Result> {
    return this.#watched(({ settings, databaseName, asReader }) =>
      productionRead(this.#sessions, readPolicy(settings, databaseName, asReader), (session) =>
        work(session, settings),
      ),
    );
  }

  /**
   * Reads within a transaction of Directus's: who is in one holds a connection, and must not wait for another. It sees what that
   * transaction did, and leaves nothing in it.
   */
  async readWithin<Result>(
    transaction: Knex.Transaction,
    work: (session: ReadSession) => Promise<Result>,
  ): Promise<Result> {
    const { settings, databaseName, asReader } = await this.ready();
    return readWithin(await sessionOf(transaction), readPolicy(settings, databaseName, asReader), work);
  }

  /**
   * Does work within a transaction of Directus's, which goes on where that fails as if it had not been tried. The search path stays
   * Directus's: who works here names our schema.
   */
  async within<Result>(
    transaction: Knex.Transaction,
    work: (session: DirectusSession) => Promise<Result>,
  ): Promise<Result> {
    await this.ready();
    return savepoint(await sessionOf(transaction), work);
  }

  /** Reads in one snapshot, and may ask what would come of a change (connection class what-if). Keeps nothing. */
  async whatIf<Result>(work: (session: WhatIfSession, settings: Settings) => Promise<Result>): Promise<Result> {
    return this.#watched(({ settings, databaseName, asReader }) =>
      productionWhatIf(this.#sessions, readPolicy(settings, databaseName, asReader), (session) =>
        work(session, settings),
      ),
    );
  }

  /** Writes in one transaction, through the connection class of what this database is proven to be. */
  async write<Result>(work: (session: WriteSession, settings: Settings) => Promise<Result>): Promise<Result> {
    return this.#watched(({ settings }) => writeHere(this.#sessions, (session) => work(session, settings)));
  }

  /** Writes in one transaction, and never on a clone: what people decide, they decide about production (class production-write). */
  async writeProduction<Result>(
    work: (session: ProductionSession, settings: Settings) => Promise<Result>,
  ): Promise<Result> {
    return this.#watched(({ settings }) => productionWrite(this.#sessions, (session) => work(session, settings)));
  }

  /** Looks at what Directus's own statements ran into: a disk that is full for them is full for us. */
  notice(thrown: unknown): void {
    if (codeOf(thrown) === SQLSTATE.disk_full) this.#closeUntilThereIsRoom(thrown);
  }

  /** Answer of `/health`. */
  async health(): Promise<Health> {
    try {
      const { migrated } = await this.ready();
      const environment = await this.read((session) => currentEnvironment(session));
      return {
        status: 'ready',
        schema_version: migrated.version,
        mode: migrated.mode,
        database: { name: environment.dbname, kind: environment.kind },
      };
    } catch (thrown) {
      const { message, extensions } = closed(thrown);
      return { status: 'closed', reason: message, ...(extensions.fix === undefined ? {} : { fix: extensions.fix }) };
    }
  }

  /** Runs the doctor, also while the installation is closed. Callers that ask while it runs share its answer. */
  async diagnose(versions: DoctorHost['versions']): Promise<Doctor> {
    refuseOtherDatabases(this.#host.database);
    const host = {
      extensionsMustLoad: isSet(this.#host.env['EXTENSIONS_MUST_LOAD']),
      namedRoles: this.#namedRoles(),
      versions,
    };
    this.#diagnosing ??= diagnose(this.#host.database, host).finally(() => (this.#diagnosing = null));
    return this.#diagnosing;
  }

  /** The roles that the settings name; none of settings that cannot be read, which close the installation and are told there. */
  #namedRoles(): NonNullable<DoctorHost['namedRoles']> {
    try {
      return { ONE_ROOF_READ_ROLES: this.settings.readRoles, ONE_ROOF_REQUEST_ROLES: this.settings.requestRoles };
    } catch {
      return {};
    }
  }

  /**
   * Does something that needs our schema. If that is gone (uninstalled, dropped), or another version has migrated it, the installation
   * closes, and says so; it is not installed again. If only the way to it changed (the reader role, its privileges), the new way is tried once.
   * If the disk is full, it closes until the ledger can be written.
   */
  async #watched<Result>(work: (ready: Ready) => Promise<Result>): Promise<Result> {
    const opening = await this.ready();
    try {
      return await work(opening);
    } catch (thrown) {
      this.notice(thrown);
      const another = thrown instanceof DatabaseRefusal && ANOTHER_SCHEMA.has(thrown.kind);
      if (!another && !SCHEMA_GONE.has(codeOf(thrown))) throw thrown;
    }
    this.#opening = null;
    return work(await this.ready());
  }

  #closeUntilThereIsRoom(thrown: unknown): void {
    const error = closed(thrown);
    this.#isFull = true;
    this.#opening = Promise.reject(error);
    this.#opening.catch(() => undefined); // nobody may be waiting for it
    this.#failed(error);
  }

  async #open(): Promise<Ready> {
    this.#failedAt = 0;
    const started = performance.now();
    try {
      const { settings } = this;
      refuseOtherDatabases(this.#host.database);
      const migrated = this.#wasReady
        ? await this.#sessions.use((session) => requireCurrentSchema(session))
        : await migrate(this.#host.database);
      const { rows } = await this.#sessions.use((session) =>
        session.query(`
          select current_database()::text as name,
            exists (select from pg_roles r join pg_namespace n on n.nspname = '${SCHEMA}'
              where r.rolname = '${READER_ROLE}' and pg_has_role(current_user, r.oid, 'member') and has_schema_privilege(r.oid, n.oid, 'USAGE')
            ) as as_reader`),
      );
      if (this.#isFull) await this.#sessions.use(requireRoom);
      const took = Math.round(performance.now() - started);
      this.#host.logger.info(
        logLine(`One-Roof is ready in ${took} ms (schema ${migrated.version}, mode ${migrated.mode})`),
      );
      this.#wasReady = true;
      this.#isFull = false;
      this.#toldReason = '';
      return { settings, migrated, databaseName: String(rows[0]?.['name']), asReader: rows[0]?.['as_reader'] === true };
    } catch (thrown) {
      const error = closed(thrown);
      this.#failed(error);
      throw error;
    }
  }

  #failed(error: OneRoofError): void {
    this.#failedAt = Date.now();
    this.#retrySeconds = PASSING.has(String(error.extensions['reason'])) ? RETRY_SECONDS_AWAY : RETRY_SECONDS;
    this.#tell(error);
  }

  #tell(error: OneRoofError): void {
    const line = closedLine(error);
    if (line !== this.#toldReason) this.#host.logger.error(line);
    this.#toldReason = line;
  }
}
