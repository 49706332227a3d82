import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { refuseWhileHolding } from '../../../src/database/sessions/held-connection.ts';
import { asOneRoofError } from '../../../src/governance/errors/as-one-roof-error.ts';
import { Installation } from '../../../src/governance/installation/installation.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('the share of the pool', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterEach(() => db.drop());

  const quiet = { info: () => undefined, error: () => undefined };
  const installation = (share: string) =>
    new Installation({ database: db.knex, env: { ONE_ROOF_POOL_SHARE: share }, logger: quiet });
  /** How the test's own pool is asked: it has this many. */
  const most = () => (db.knex.client as { pool: { max: number } }).pool.max;

  it('is not exceeded, those who come later follow in their order, and who waits too long is told so', async () => {
    const one = installation('0.05');
    await one.ready();
    const order: number[] = [];
    let running = 0;
    let atOnce = 0;
    const work = (n: number) =>
      one.read(async (session) => {
        atOnce = Math.max(atOnce, (running += 1));
        order.push(n);
        await session.query('select 1');
        running -= 1;
      });
    await Promise.all([1, 2, 3, 4, 5].map(work));
    expect({ order, atOnce }).toEqual({ order: [1, 2, 3, 4, 5], atOnce: 1 });

    let release: (value: null) => void = () => undefined;
    const holder = one.read(() => new Promise<null>((resolve) => (release = resolve)));
    const waiting = await one.read(() => Promise.resolve()).catch(asOneRoofError);
    expect(waiting).toMatchObject({ code: 'ONE_ROOF_TIMED_OUT', status: 503, extensions: { reason: 'no_connection' } });
    release(null);
    await holder;
    await one.read(() => Promise.resolve());
  });

  it('waits no longer for a pool that somebody else emptied, gives back what comes late, and is open again then', async () => {
    const all = installation('1');
    await all.ready();
    const taken = await Promise.all(Array.from({ length: most() }, () => db.knex.transaction()));
    expect(await all.read(() => Promise.resolve()).catch(asOneRoofError)).toMatchObject({
      extensions: { reason: 'no_connection' },
    });
    await Promise.all(taken.map((transaction) => transaction.rollback()));
    await all.read(() => Promise.resolve());
    const again = await Promise.all(Array.from({ length: most() }, () => db.knex.transaction()));
    await Promise.all(again.map((transaction) => transaction.rollback()));
  });

  it('refuses a second connection, and Directus, to whoever holds one; not afterwards', async () => {
    const one = installation('1');
    const ask = () => refuseWhileHolding('Directus');
    await expect(one.read(() => one.read(() => Promise.resolve()))).rejects.toThrow(
      /Another session is asked for while/,
    );
    await expect(one.write(() => Promise.resolve().then(ask))).rejects.toThrow(
      /Directus is asked for while a connection is held/,
    );
    await one.read(() => Promise.resolve());
    expect(ask).not.toThrow();
  });

  it('reads within a transaction of Directus, sees what that did, and leaves nothing in it', async () => {
    const one = installation('1');
    await one.ready();
    await db.knex.transaction(async (transaction) => {
      await transaction.raw('create table left_behind (id integer)');
      const seen = await one.readWithin(transaction, async (session) => {
        const { rows } = await session.query(
          `select to_regclass('public.left_behind') is not null as there, current_user::text as who`,
        );
        return rows[0];
      });
      expect(seen).toEqual({ there: true, who: 'one_roof_reader' });
      await expect(
        one.readWithin(transaction, (session) => session.query('select * from no_such_table')),
      ).rejects.toThrow();
      const { rows } = await transaction.raw<{ rows: unknown[] }>(
        `select current_user::text as who, current_setting('search_path') as path`,
      );
      expect(rows).toEqual([{ who: 'directus', path: '"$user", public' }]);
    });
  });
});
