/** SQLSTATEs of PostgreSQL that One-Roof tells apart, by PostgreSQL's names. Ours (OR…) are in src/contract/errors.ts. */
export const SQLSTATE = {
  invalid_parameter_value: '22023',
  not_null_violation: '23502',
  foreign_key_violation: '23503',
  unique_violation: '23505',
  check_violation: '23514',
  read_only_sql_transaction: '25006',
  invalid_catalog_name: '3D000',
  invalid_schema_name: '3F000',
  serialization_failure: '40001',
  deadlock_detected: '40P01',
  insufficient_privilege: '42501',
  undefined_column: '42703',
  undefined_function: '42883',
  undefined_table: '42P01',
  disk_full: '53100',
  out_of_memory: '53200',
  configuration_limit_exceeded: '53400',
  lock_not_available: '55P03',
  query_canceled: '57014',
} as const;

/** SQLSTATEs that mean: an object of our schema does not exist. */
export const UNDEFINED: ReadonlySet<string> = new Set([
  SQLSTATE.invalid_schema_name,
  SQLSTATE.undefined_table,
  SQLSTATE.undefined_function,
  SQLSTATE.undefined_column,
]);

/** SQLSTATEs that mean: our schema, or our access to it, is gone. The parameter is a role that does not exist. */
export const SCHEMA_GONE: ReadonlySet<string> = new Set([
  ...UNDEFINED,
  SQLSTATE.invalid_parameter_value,
  SQLSTATE.insufficient_privilege,
]);

/** SQLSTATEs of a transaction that lost to a concurrent one. */
export const OVERTAKEN: ReadonlySet<string> = new Set([SQLSTATE.serialization_failure, SQLSTATE.deadlock_detected]);

/** SQLSTATEs of a server that ends a session or takes no new one: connection exceptions, shutdown, start, too many connections. */
export const CONNECTION_ENDED = /^(08[0-9A-Z]{3}|57P0[1-5]|53300)$/;

/** The SQLSTATE of something thrown, or the code that Node gave it; empty if it has none. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
