import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describeOnEachPostgres('a dump that was restored', (server) => {
  let restored: TestDatabase;
  beforeAll(async () => {
    restored = await TestDatabase.create(server, 'one_roof_reference');
  });
  afterAll(() => restored.drop());

  it('starts a new epoch where the cluster is another one, once, and again where it comes back', async () => {
    const here = { epoch: 2 }; // a copy of the template is another database
    expect(await restored.sql(`select one_roof.current_epoch() as epoch`)).toEqual([here]);
    const epochs = async () =>
      (await restored.sql(`select epoch from one_roof.governance_epoch order by 1`)).map(({ epoch }) => epoch);
    await restored.sql(`select one_roof.record_act('test', 'o'); select one_roof.record_act('test', 'o')`);
    expect(await epochs()).toEqual([1, 2]);
    // The row that a restore brings from another cluster.
    await restored.sql(`insert into one_roof.governance_epoch (epoch, system_identifier, db_oid) values (3, 7, 1)`);
    await restored.sql(`select one_roof.record_act('test', 'o')`);
    expect(await epochs()).toEqual([1, 2, 3, 4]);
    expect(await rejectionOf(restored.sql(`delete from one_roof.governance_epoch`))).toMatchObject({ code: 'OR003' });
  });
});
