import { afterEach } from 'vitest';
import { Council } from '../council.ts';
import { TestDatabase } from '../test-database.ts';
import type { TestServer } from '../test-server.ts';

/** In a group of tests: makes productions in which a council is seated, each in a database of its own, which ends with the test that asked for it. */
export function seatedCouncils(server: TestServer) {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));
  return async (options: Parameters<typeof Council.seat>[1] = {}): Promise<{ db: TestDatabase; people: Council }> => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    await db.declare('production');
    return { db, people: await Council.seat(db, options) };
  };
}
