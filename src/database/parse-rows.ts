import { z } from 'zod';
import type { QueryOutcome } from './sessions/session.ts';

/** Types what a statement returned. PostgreSQL's times become ISO 8601 strings, as they are on the wire. */
export function parseRows<Row extends z.ZodType>(row: Row, outcome: QueryOutcome): z.output<Row>[] {
  return z.array(row).parse(outcome.rows.map(withIsoTimes));
}

/** Types the one row that a statement returned. */
export function parseRow<Row extends z.ZodType>(row: Row, outcome: QueryOutcome): z.output<Row> {
  return row.parse(withIsoTimes(outcome.rows[0] ?? {}));
}

function withIsoTimes(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );
}
