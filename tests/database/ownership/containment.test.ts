import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

describe('the containment of groups', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  });
  afterEach(() => db.drop());

  it.each([
    ['in itself', 'GRP-A', 'GRP-A'],
    ['in what it contains, through others', 'GRP-B', 'GRP-A'],
  ])('refuses a containment of something %s', async (_title, child, parent) => {
    await db.sql(`
      insert into one_roof.governance_containment values
        ('group', 'GRP-A', 'group', 'GRP-M', now(), 'test'), ('group', 'GRP-M', 'group', 'GRP-B', now(), 'test')`);
    const refused = await rejectionOf(
      db.sql(`insert into one_roof.governance_containment values ('group', $1, 'group', $2, now(), 'test')`, [
        child,
        parent,
      ]),
    );
    expect(refused).toMatchObject({ code: 'OR004' });
  });

  it('refuses half a circle each from two writers at once', async () => {
    const half = `insert into one_roof.governance_containment values ('group', $1, 'group', $2, now(), 'test')`;
    await withClient(db.url, async (first) => {
      await first.query(`begin; set local one_roof.reason = 'a test'`);
      await first.query(half, ['GRP-X', 'GRP-Y']);
      let second = 'waits';
      const other = db.sql(half, ['GRP-Y', 'GRP-X']).then(
        () => (second = 'fulfilled'),
        (error: unknown) => (second = String((error as { code: unknown }).code)),
      );
      // The second writer has to wait for the first: without that it would not see its half.
      const waits = () =>
        db.sqlAsSuperuser(
          `select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
        );
      await expect.poll(async () => second !== 'waits' || (await waits()).length === 1).toBe(true);
      expect(second).toBe('waits');
      await first.query('commit');
      await other;
      expect(second).toBe('OR004');
    });
  });

  it('refuses a containment more than 63 levels deep', async () => {
    const chain = (from: number, to: number) =>
      db.sql(
        `insert into one_roof.governance_containment select 'group', 'G' || n, 'group', 'G' || (n + 1), now(), 'test' from generate_series($1::int, $2::int) n order by n desc`,
        [from, to],
      );
    await chain(2, 63);
    expect(await rejectionOf(chain(0, 1))).toMatchObject({
      code: 'OR004',
      message: expect.stringContaining('63 levels') as string,
    });

    // Two that are short enough each, and joined are not.
    await chain(100, 140);
    await chain(142, 180);
    expect(await rejectionOf(chain(141, 141))).toMatchObject({ code: 'OR004' });
  });
});
