/** Outcome of a query. `rows` is whatever the statement selects; callers parse it where it leaves the database layer. */
export interface QueryOutcome {
  rows: Record<string, unknown>[];
  rowCount: number | null;
}

/**
 * One database session of no class. `pg.Client`, and the raw connections in Directus's Knex pool, are such sessions as they
 * are: that is how the extension and the CLI, which must work without Directus, run the same statements.
 */
export interface Session {
  query(text: string | OneStatement, values?: readonly unknown[]): Promise<QueryOutcome>;
}

/** One statement and no more: sent in the extended protocol, in which PostgreSQL refuses a text that has several. */
export interface OneStatement {
  text: string;
  queryMode: 'extended';
}

/** Source of sessions: a pool in Directus, a single connection in the CLI. */
export interface SessionSource {
  /** Runs `work` on a session of its own and gives the session back, whatever happens. */
  use<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
}

declare const ABILITIES: unique symbol;

/**
 * Session in a transaction that classes.ts opened and checked. The property is in no object: it makes the types
 * nominal, so that neither a raw session nor a session of a weaker class passes for one.
 */
interface ClassedSession<Ability extends string> extends Session {
  readonly [ABILITIES]: Readonly<Record<Ability, true>>;
}

/** Session that may read our schema. Every class but `DirectusSession` is one. */
export type ReadSession = ClassedSession<'read'>;

/** Session that may also ask what_if(). Writing sessions may, and those of class `what-if`, which keep nothing. */
export type WhatIfSession = ClassedSession<'read' | 'what-if'>;

/** Session that may write, in production or on a clone. */
export type WriteSession = ClassedSession<'read' | 'what-if' | 'write'>;

/** Session that writes to a database that is not a proven clone. */
export type ProductionSession = ClassedSession<'read' | 'what-if' | 'write' | 'production'>;

/** Session that writes to a proven clone. */
export type CloneSession = ClassedSession<'read' | 'what-if' | 'write' | 'clone'>;

/** Session in a transaction of Directus's. Statements name our schema: the search path stays Directus's. */
export type DirectusSession = ClassedSession<'directus'>;

/** Class of a writing transaction's end: with `rollback`, what it did is only looked at. */
export interface WriteEnd {
  end?: 'commit' | 'rollback';
}

/** Runs `work` in a writing transaction of its own. */
export type Write<Class extends WriteSession> = <Result>(
  work: (session: Class) => Promise<Result>,
  options?: WriteEnd,
) => Promise<Result>;
