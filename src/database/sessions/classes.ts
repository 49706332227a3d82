import { z } from 'zod';
import { DatabaseRefusal } from '../refusal.ts';
import { requireVersion, VERSION_SQL } from '../require-version.ts';
import { READER_ROLE } from '../roles.ts';
import { localSearchPath, SCHEMA } from '../sql-text.ts';
import { codeOf, OVERTAKEN } from './sqlstates.ts';
import type {
  CloneSession,
  DirectusSession,
  ProductionSession,
  QueryOutcome,
  ReadSession,
  Session,
  SessionSource,
  WhatIfSession,
  Write,
  WriteEnd,
} from './session.ts';

/**
 * The classes of connection. None can do another's work:
 *
 * | class              | can                          | refuses                                             |
 * |--------------------|------------------------------|-----------------------------------------------------|
 * | `production-read`  | read, in one snapshot, 5 s   | every write; every database that is not allowed     |
 * | `what-if`          | the same, and ask what_if()  | to commit anything; every database not allowed      |
 * | `production-write` | write                        | a proven clone                                      |
 * | `clone-write`      | write                        | everything that is not a proven clone               |
 *
 * Each opens a transaction of its own on a session of its own and checks *inside* it which database it is in, and that our schema has
 * the version of this program. `work` gets the session as the type of its class (session.ts), which nothing else makes.
 */

const READ_SETTINGS = `set local statement_timeout = '5s'; set local lock_timeout = '3s'; set local idle_in_transaction_session_timeout = '15s'`;
/** Limits of a what-if. It changes rows while it runs: it waits briefly for others, and ends before a writer gives up waiting. */
const WHAT_IF_SETTINGS = `set local statement_timeout = '5s'; set local lock_timeout = '1s'; set local idle_in_transaction_session_timeout = '15s'`;
const WRITE_SETTINGS = `set local statement_timeout = '60s'; set local lock_timeout = '10s'; set local idle_in_transaction_session_timeout = '15s'`;
/** Formats of values, as the driver reads them. A server, database or role may have set others. */
const FORMATS = `set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex'`;

export interface ReadPolicy {
  /** The databases that may be read, by name (`ONE_ROOF_READ_DATABASES`; by default the one that is configured). */
  allowedDatabases: readonly string[];
  /** True where the connecting role may act as `one_roof_reader`: reads then run with no right to write at all. */
  asReader: boolean;
  /** The most rows that one statement may return. */
  rowLimit: number;
  schema?: string;
}

export interface WriteOptions extends WriteEnd {
  schema?: string;
}

const Place = z.object({ database: z.string(), version: z.string().nullable() });
const Proof = Place.extend({ is_clone: z.boolean() });

/**
 * Reads in one READ ONLY snapshot: `work` sees everything at one moment.
 *
 * @throws DatabaseRefusal `database_not_allowed`, or `row_limit` if one statement returned too many rows.
 */
export async function productionRead<Result>(
  source: SessionSource,
  policy: ReadPolicy,
  work: (session: ReadSession) => Promise<Result>,
): Promise<Result> {
  return source.use((session) =>
    inTransaction(session, 'isolation level repeatable read read only', readSettings(READ_SETTINGS, policy), async () =>
      work((await allowedSession(session, policy)) as ReadSession),
    ),
  );
}

/**
 * Reads as production-read does, within a transaction of somebody else, and leaves nothing in it.
 *
 * @throws DatabaseRefusal as productionRead()
 */
export async function readWithin<Result>(
  session: Session,
  policy: ReadPolicy,
  work: (session: ReadSession) => Promise<Result>,
): Promise<Result> {
  await session.query(['savepoint one_roof_reads', ...readSettings(READ_SETTINGS, policy)].join('; '));
  try {
    return await work((await allowedSession(session, policy)) as ReadSession);
  } finally {
    await session.query('rollback to savepoint one_roof_reads; release savepoint one_roof_reads');
  }
}

/** Runs `work` in a savepoint of somebody else's transaction. If it fails, only its own changes are undone. */
export async function savepoint<Result>(
  session: Session,
  work: (session: DirectusSession) => Promise<Result>,
): Promise<Result> {
  await session.query('savepoint one_roof_works');
  try {
    const result = await work(session as DirectusSession);
    await session.query('release savepoint one_roof_works');
    return result;
  } catch (thrown) {
    await session.query('rollback to savepoint one_roof_works; release savepoint one_roof_works');
    throw thrown;
  }
}

/**
 * Reads in one snapshot like production-read, and may ask what_if(), which changes rows and undoes that. All changes are
 * rolled back. Retries a few times if somebody else changed the same rows meanwhile.
 *
 * @throws DatabaseRefusal as productionRead()
 */
export async function productionWhatIf<Result>(
  source: SessionSource,
  policy: ReadPolicy,
  work: (session: WhatIfSession) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await source.use((session) =>
        inTransaction(
          session,
          'isolation level repeatable read read write',
          readSettings(WHAT_IF_SETTINGS, policy),
          async () => work((await allowedSession(session, policy)) as WhatIfSession),
          'rollback',
        ),
      );
    } catch (error) {
      if (attempt === WHAT_IF_ATTEMPTS || !OVERTAKEN.has(codeOf(error))) throw error;
    }
  }
}

const WHAT_IF_ATTEMPTS = 3;

function readSettings(limits: string, policy: ReadPolicy): string[] {
  return [
    limits,
    FORMATS,
    ...(policy.asReader ? [`set local role ${READER_ROLE}`] : []),
    localSearchPath(policy.schema ?? SCHEMA),
  ];
}

/** Checks that this database may be read and has our version; returns the session with the row limit. */
async function allowedSession(session: Session, policy: ReadPolicy): Promise<Session> {
  const { database, version } = Place.parse(
    await firstRow(session, `select current_database()::text as database, ${VERSION_SQL} as version`),
  );
  if (!policy.allowedDatabases.includes(database)) {
    throw new DatabaseRefusal('database_not_allowed', {
      message: `Database ${database} may not be read`,
      expected: `one of: ${policy.allowedDatabases.join(', ')}`,
      found: database,
      fix: 'Add it to ONE_ROOF_READ_DATABASES if it is meant to be read.',
    });
  }
  requireVersion(version);
  return limited(session, policy.rowLimit);
}

/**
 * Writes to a database that is not a proven clone. A database that cannot prove to be a clone counts as production.
 *
 * @throws DatabaseRefusal `is_a_clone`
 */
export async function productionWrite<Result>(
  source: SessionSource,
  work: (session: ProductionSession) => Promise<Result>,
  options: WriteOptions = {},
): Promise<Result> {
  return write(
    source,
    options,
    (session) => work(session as ProductionSession),
    ({ database, is_clone }) => {
      if (!is_clone) return;
      throw new DatabaseRefusal('is_a_clone', {
        message: `Database ${database} is a clone`,
        expected: 'a database that is not a clone',
        found: `${database}, which is declared and proven to be a clone`,
        fix: 'Run the command on the production database, or use its clone form.',
      });
    },
  );
}

/**
 * Writes to a proven clone and nothing else.
 *
 * @throws DatabaseRefusal `not_a_clone`
 */
export async function cloneWrite<Result>(
  source: SessionSource,
  work: (session: CloneSession) => Promise<Result>,
  options: WriteOptions = {},
): Promise<Result> {
  return write(
    source,
    options,
    (session) => work(session as CloneSession),
    ({ database, is_clone }) => {
      if (is_clone) return;
      throw new DatabaseRefusal('not_a_clone', {
        message: `Database ${database} is not a proven clone`,
        expected: 'a database whose own declaration says it is a clone',
        found: `${database}, which counts as production`,
        fix: 'Run the command on a clone. `one-roof --database CLONE environment declare --clone --reason …` declares a copy that nobody is connected to.',
      });
    },
  );
}

/** Lends out productionWrite() on one source. */
export function productionWriter(source: SessionSource): Write<ProductionSession> {
  return (work, options) => productionWrite(source, work, options);
}

/** Lends out cloneWrite() on one source. */
export function cloneWriter(source: SessionSource): Write<CloneSession> {
  return (work, options) => cloneWrite(source, work, options);
}

async function write<Result>(
  source: SessionSource,
  { schema = SCHEMA, end = 'commit' }: WriteOptions,
  work: (session: Session) => Promise<Result>,
  check: (proof: z.infer<typeof Proof>) => void,
): Promise<Result> {
  return source.use(async (session) => {
    const settings = [WRITE_SETTINGS, FORMATS, localSearchPath(schema)];
    const checked = async () => {
      const proof = Proof.parse(
        await firstRow(
          session,
          `select current_database()::text as database, is_proven_clone() as is_clone, ${VERSION_SQL} as version`,
        ),
      );
      requireVersion(proof.version);
      check(proof);
      return work(session);
    };
    const result = await inTransaction(session, 'isolation level read committed read write', settings, checked, end);
    if (end === 'rollback') return result;
    // Concurrent commits may have left ledger rows open. Leaving them open for now does not fail this write.
    await inTransaction(session, 'read write', settings, () => session.query('select chain_ledger()')).catch(
      () => undefined,
    );
    return result;
  });
}

async function inTransaction<Result>(
  session: Session,
  characteristics: string,
  settings: readonly string[],
  work: () => Promise<Result>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<Result> {
  try {
    await session.query([`begin ${characteristics}`, ...settings].join('; ')); // one round trip
    const result = await work();
    await session.query(end);
    return result;
  } catch (error) {
    // The connection itself may be gone. The error of `work` is the one to report.
    await session.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function firstRow(session: Session, text: string): Promise<unknown> {
  const { rows } = await session.query(text);
  return rows[0];
}

function limited(session: Session, rowLimit: number): Session {
  return {
    async query(text, values): Promise<QueryOutcome> {
      const outcome = await session.query(text, values);
      // Several statements in one text have several outcomes.
      for (const { rows } of [outcome].flat()) {
        if (rows.length > rowLimit) {
          throw new DatabaseRefusal('row_limit', {
            message: `A read returned more than ${rowLimit} rows`,
            expected: `at most ${rowLimit}`,
            found: String(rows.length),
            fix: 'Read in pages.',
          });
        }
      }
      return outcome;
    },
  };
}
