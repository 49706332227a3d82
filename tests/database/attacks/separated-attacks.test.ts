import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import { withClient } from '../../harness/with-client.ts';
import { ATTACKS, CODE } from '../../harness/hostile/code-of-directus.ts';

describeOnEachPostgres('mode separated under attack', (server) => {
  let separated: SeparatedDatabase;
  const asDirectus = (text: string) => separated.directus.use((session) => session.query(text));

  const ranAs = async () => {
    const [row] = await separated.db.sqlAsSuperuser(`
      select (select is_called from evil.as_owner) as owner, (select is_called from evil.as_gateway) as gateway`);
    return row;
  };

  beforeAll(async () => {
    separated = await SeparatedDatabase.create(server, `directus_attacks_${process.pid}`);
    await separated.migrate();
  });
  afterAll(() => separated.drop());

  beforeEach(() => asDirectus(CODE));
  afterEach(() => asDirectus('drop schema evil cascade'));

  it.each(ATTACKS)(
    'code of Directus’s role never runs as the owner: $title',
    async ({ plant, provoke, as, ran = false, remove }) => {
      await asDirectus(plant);
      const url = as === 'owner' ? separated.ownerUrl : separated.directusUrl;
      try {
        expect(await ranAs()).toEqual({ owner: false, gateway: false });
        await withClient(url, async (client) => {
          // One transaction and one session: what is left behind in it is found by what comes next.
          await client.query(`begin; set local one_roof.reason = 'test'; ${provoke}`).catch(() => undefined);
          await client.query('commit');
          await client.query(`select from one_roof.directus_role()`).catch(() => undefined);
        });
        expect(await ranAs()).toEqual({ owner: false, gateway: ran });
      } finally {
        await asDirectus(remove);
      }
      expect(
        await separated.db.sqlAsSuperuser(`
        select proname from pg_proc
        where proname in ('planted', 'left_behind')
          or proname in ('directus_role', 'directus_person', 'note_credential_change') and (not prosecdef or proconfig is null)`),
      ).toEqual([]);
      expect(await separated.db.sqlAsSuperuser(`select from one_roof.governance_group where code = 'GRP-X'`)).toEqual(
        [],
      );
      expect(
        await separated.db.sqlAsSuperuser(`select count(*)::int as n from pg_proc where proname = 'directus_role'`),
      ).toEqual([{ n: 1 }]);
    },
  );
});
