import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { GuardStatus } from '../../../src/contract/answers/guards.ts';
import { productionRead } from '../../../src/database/sessions/classes.ts';
import { guardText } from '../../../src/cli/commands/guard/guard-text.ts';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { closePermit, openPermit } from '../../../src/governance/guard/permits.ts';
import { BY, disown, guards, owned, writer } from '../../harness/guards.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe.each(['postgres15', 'postgres18'] as const)('the answer of /guards on %s', (postgres) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject(postgres), 'one_roof_reference');
    await owned(db);
  });
  afterAll(() => db.drop());

  const read = async () => GuardStatus.parse(await db.read(guardStatus));

  it('has every guard and open permit in the form of the contract, and names a trigger that is gone', async () => {
    await guards(db, 'observe');
    await guards(db, 'off', 'GRP-AI');
    await writer(db)((session) => openPermit(session, 'window', { collections: ['tasks'], seconds: 60 }, BY));
    await db.sql('drop trigger one_roof_truncate on modules');
    expect(await read()).toMatchObject({
      mode: 'observe',
      groups: [{ group: 'GRP-AI', mode: 'off' }],
      unarmed: [{ relation: 'modules', trigger: 'one_roof_truncate', state: 'missing' }],
      windows: [{ collections: ['tasks'], reason: BY.reason, created_by: BY.actor, open: true }],
      overrides: [],
    });
  });

  it('says in mode enforce, too, which schemas are blocked, as after a rollback that took the owners away', async () => {
    await guards(db, 'off');
    await guards(db, 'enforce', 'GRP-AI');
    expect(await read()).toMatchObject({ obstacles: [] });
    await disown(db, 'policy');
    const { obstacles } = await read();
    expect(obstacles.filter(({ group }) => group === 'GRP-AI')).toEqual([
      expect.objectContaining({ collection: 'agents', finding: 'policy_owner_needed' }),
    ]);
    const shown = String(guardText(await read()));
    const [blocked, would] = [shown.indexOf('Blocked now:'), shown.indexOf('Enforcing would block:')];
    expect(blocked).toBeGreaterThan(0);
    expect(would).toBeGreaterThan(blocked);
    expect(shown.slice(blocked, would)).toContain('agents');
    expect(shown.slice(would)).not.toMatch(/ agents /);
  });

  it('is read by the role of readers, who may write nothing', async () => {
    const asReader = { allowedDatabases: [db.name], asReader: true, rowLimit: 500 };
    expect(await productionRead(db.sessions, asReader, guardStatus)).toEqual(await read());
  });

  it('asks as many statements for all groups as for none', async () => {
    const statements = () =>
      db.read(async (session) => {
        const asked = vi.spyOn(session, 'query');
        await guardStatus(session);
        return asked.mock.calls.length;
      });
    const before = await statements();
    const groups = await db.sql(`select code::text as code from one_roof.governance_group where status = 'active'`);
    expect(groups.length).toBeGreaterThan(2);
    for (const { code } of groups) await guards(db, 'observe', String(code));
    expect(await statements()).toBe(before);
  });

  it('hides no override that is open behind others that were opened and closed later', async () => {
    await writer(db)(async (session) => {
      await openPermit(session, 'override', { collections: null, seconds: 60 }, BY);
      for (let later = 0; later < 51; later++) {
        const other = await openPermit(session, 'override', { collections: ['tasks'], seconds: 60 }, BY);
        await closePermit(session, 'override', other.id, BY);
      }
    });
    expect((await read()).overrides).toMatchObject([{ collections: null, open: true }]);
  });
});
