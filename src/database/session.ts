/** What a query returned. `rows` is whatever the statement selects; callers parse it where it leaves the database layer. */
export interface QueryOutcome {
  rows: Record<string, unknown>[];
  rowCount: number | null;
}

/**
 * One database session. `pg.Client`, and the raw connections in Directus's Knex pool, are such sessions as they are:
 * that is how the extension and the CLI, which must work without Directus, run the same statements.
 */
export interface Session {
  query(text: string | OneStatement, values?: readonly unknown[]): Promise<QueryOutcome>;
}

/** One statement and no more: sent in the extended protocol, in which PostgreSQL refuses a text that has several. */
export interface OneStatement {
  text: string;
  queryMode: 'extended';
}

/** Where sessions come from: a pool in Directus, a single connection in the CLI. */
export interface SessionSource {
  /** Runs `work` on a session of its own and gives the session back, whatever happens. */
  use<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
}
