import { afterAll, beforeAll, expect, it } from 'vitest';
import { governedWrites } from '../../../src/governance/attribution/governed-writes.ts';
import { guards, writer } from '../../harness/guards.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';

const USER = '11111111-2222-4333-8444-555555555555';
const UUID = 'a1b2c3d4-0000-4000-8000-00000000000a';

/** Of each type of key: items that are there, how one is asked for, and which one that is (none: it is another item). */
const ASKED: [type: string, items: string[], asked: string, found: string | null][] = [
  ['text', ['01234', 'AB1', 'ab1'], '1234', null],
  ['text', ['01234', 'AB1', 'ab1'], '01234', '01234'],
  ['text', ['01234', 'AB1', 'ab1'], 'ab1', 'ab1'],
  ['varchar(8)', ['CD1'], 'cd1', null],
  ['varchar(3)', ['abc'], 'abcd', null],
  ['char(4)', ['ab'], 'ab  ', 'ab'],
  ['integer', ['7', '-7'], '007', '7'],
  ['integer', ['7'], '7x', null],
  ['bigint', ['9007199254740993'], '09007199254740993', '9007199254740993'],
  ['numeric(10,2)', ['7.00'], '7', '7.00'],
  ['numeric(10,2)', ['7.00'], '7.001', null],
  ['uuid', [UUID], UUID.toUpperCase(), UUID],
  ['uuid', [UUID], UUID.replaceAll('-', ''), UUID],
  ['uuid', [UUID], 'a1', null],
  ['small_key', ['7'], '07', '7'],
];

describeOnEachPostgres('keys of items', (server) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await guards(db, 'observe');
    await db.sql('create domain small_key as integer');
  });
  afterAll(() => db.drop());

  it.each(ASKED)('of type %s: of %j, %s is %s, for `who` and for who did it', async (type, items, asked, found) => {
    await db.sql(`drop table agents; create table agents (id ${type} primary key)`);
    await armGuards(writer(db));
    const values = items.map((item) => `('${item}')`).join(', ');
    await db.sql(`begin; insert into agents values ${values};
      insert into directus_activity (action, "user", collection, item) values ('create', '${USER}', 'agents', '${asked}'); commit`);

    const { rows } = await db.read((session) =>
      governedWrites(session, { object: 'agents', item: asked, sort: '-written_at', limit: 1, cursor: undefined }),
    );
    expect(rows.map(({ item, attribution }) => [item, attribution])).toEqual(found === null ? [] : [[found, 'user']]);
    expect(
      await db.sql(`
        select w.item from one_roof.governed_write w
        where w.collection = 'agents' and w.user_id is not null and w.xid = (select max(xid::text::numeric)::text::xid8 from one_roof.governed_write)`),
    ).toEqual(found === null ? [] : [{ item: found }]);
  });
});
