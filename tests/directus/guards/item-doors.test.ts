import { beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { disown, guards, ownedWrites } from '../../harness/guards.ts';
import { CREATE, itemDoors } from '../../harness/directus/item-doors.ts';

describe('writing governed items through something else', () => {
  const stage = itemDoors();
  const { doors, recorded } = stage;
  let stack: DirectusStack;
  let admin: DirectusClient;
  let adminId: string;
  beforeAll(() => {
    ({ stack, admin, adminId } = stage);
  });

  describe('in observe', () => {
    it.each(doors)('$door: is recorded with its actor', async ({ act, recorded: expected }) => {
      await recorded();
      const { status, body } = await act(admin);
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      expect((body as { errors?: unknown } | null)?.errors).toBeUndefined();
      expect((await recorded()).sort()).toEqual(expected.toSorted());
    });

    it('kill -9 of Directus in the middle of writes: each that is there has its actor, and it is ready again', async () => {
      const writing = Array.from({ length: 60 }, (_, n) =>
        admin.ask('POST', '/items/agents', [{ code: `K${n}` }, { code: `L${n}` }]).catch(() => null),
      );
      await Promise.race(writing);
      await admin.ask('POST', '/bypass/kill').catch(() => null);
      await Promise.all([stack.directus.ended, ...writing]);

      const compared = await stack.db.sql(`
        select a.code, a.id, w.item, w.attribution, w.user_id
        from (select * from agents where code ~ '^[KL][0-9]+$') a
        full join (select * from one_roof.v_governed_write where id > ${stage.last} and operation = 'create' and collection = 'agents') w
          on w.item = a.id::text`);
      expect(compared.length).toBeGreaterThan(0);
      expect(
        compared.filter(({ id, item, user_id: user }) => id === null || item === null || user !== adminId),
      ).toEqual([]);
      const halves = `select from agents where code ~ '^[KL][0-9]+$' group by substr(code, 2) having count(*) <> 2`;
      expect(await stack.db.sql(halves)).toEqual([]);

      await stack.directus.start();
      await expect.poll(async () => (await stack.anonymous.ask('GET', '/one-roof/v1/health')).status).toBe(200);
      await recorded();
      await admin.must('POST', '/items/agents', { code: 'AFTER' });
      expect(await recorded()).toEqual([CREATE]);
    });
  });

  describe('in enforce, where nobody is accountable for execution', () => {
    const contents = () =>
      stack.db.sql(`
        select 'agents' as of, to_jsonb(a) as is, id from agents a union all select 'tasks', to_jsonb(t), id from tasks t
        union all select 'modules', to_jsonb(m), id from modules m order by 1, 3`);
    beforeAll(async () => {
      await guards(stack.db, 'enforce');
      await ownedWrites(stack.db, 'agents');
      await disown(stack.db, 'execution');
      await recorded();
    });

    it.each(doors)('$door: is refused, and nothing is written, there or elsewhere', async ({ act }) => {
      const before = await contents();
      const { body, status } = await act(admin);
      expect(JSON.stringify(body)).toContain(
        'Nothing is written to agents while nobody is accountable for its execution',
      );
      expect(status).not.toBe(500);
      expect(await contents()).toEqual(before);
      expect(await recorded()).toEqual([]);
    });
  });
});
