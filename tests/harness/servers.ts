import { describe, inject } from 'vitest';
import type { TestServer } from './test-server.ts';

/** Describes the same behaviour on PostgreSQL 15 and on 18. */
export function describeOnEachPostgres(title: string, body: (server: TestServer) => void): void {
  describe.each([
    ['PostgreSQL 15', inject('postgres15')],
    ['PostgreSQL 18', inject('postgres18')],
  ])(`${title} (%s)`, (_name, server) => {
    body(server);
  });
}

/** Gives back what a promise is rejected with, so that a test can look at it. Fails if it is not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const result = await promise.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in result) return result.error as Error & Record<string, unknown>;
  throw new Error(`Expected a rejection, got ${JSON.stringify(result.value)}`);
}
