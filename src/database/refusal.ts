/** Why the database layer refuses. The edges turn each kind into their own error: an HTTP status, an exit code. */
export type RefusalKind =
  | 'unsupported_database'
  | 'directus_not_found'
  | 'foreign_schema'
  | 'schema_newer'
  | 'schema_outdated'
  | 'not_installed'
  | 'privilege_missing'
  | 'database_not_allowed'
  | 'another_database'
  | 'objects_depend'
  | 'not_a_clone'
  | 'is_a_clone'
  | 'row_limit'
  | 'no_connection';

/** The database layer says no: what it expected, what it found, and what to do about it. */
export class DatabaseRefusal extends Error {
  readonly kind: RefusalKind;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;

  constructor(kind: RefusalKind, said: { message: string; expected: string; found: string; fix: string }) {
    super(said.message);
    this.name = 'DatabaseRefusal';
    this.kind = kind;
    this.expected = said.expected;
    this.found = said.found;
    this.fix = said.fix;
  }
}
