import { beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { objectEnvelope } from '../../../src/contract/envelope.ts';
import { parse } from 'yaml';
import { WhatIf } from '../../../src/contract/answers/what-if.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { BASE, objects, OTHER_PLAN, PLAN_WHAT_IF } from '../../harness/directus/read-routes.ts';
import type { Running } from '../../harness/directus/read-routes.ts';

/** Cases of a what-if over HTTP. */
export function whatIfCases(running: Running): void {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(() => {
    ({ stack, admin } = running());
  });

  describe('a what-if', () => {
    it('of changes, by GET: who would be planned instead', async () => {
      const { data } = objectEnvelope(WhatIf).parse(
        await admin.must('GET', `${BASE}/coverage/what-if?move=tasks:GRP-AI&limit=1`),
      );
      expect(data).toMatchObject({
        effect: 'at_once',
        changed: { planned_owner: 6 },
        cells: [{ object_ref: 'tasks', scope: 'approval' }],
      });
      const next = objectEnvelope(WhatIf).parse(
        await admin.must('GET', `${BASE}/coverage/what-if?move=tasks:GRP-AI&limit=1&cursor=${String(data.next)}`),
      );
      expect(next.data.cells).toMatchObject([{ object_ref: 'tasks', scope: 'audit' }]);
      expect(await admin.ask('GET', `${BASE}/coverage/what-if?retire=GOV-NOBODY`)).toMatchObject({
        status: 404,
        body: { errors: [{ message: 'There is no owner GOV-NOBODY', extensions: { code: 'ONE_ROOF_NOT_FOUND' } }] },
      });
    });

    it('of a plan, by POST: as text or as an object, with changes on top', async () => {
      const ask = async (body: unknown) =>
        objectEnvelope(WhatIf).parse(await admin.must('POST', PLAN_WHAT_IF, body)).data;
      expect((await ask({ plan: OTHER_PLAN })).changed).toEqual({ added: 0, removed: 0, owner: 0, planned_owner: 12 });
      expect((await ask({ plan: parse(OTHER_PLAN) as unknown, retire: ['scope:audit'] })).changed).toEqual({
        added: 0,
        removed: objects,
        owner: 0,
        planned_owner: 10,
      });
    });

    it('of a plan that is wrong: 422 with every problem and its line', async () => {
      expect(
        await admin.ask('POST', PLAN_WHAT_IF, { plan: OTHER_PLAN.replace('folder: ai', 'folder: nowhere') }),
      ).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              extensions: {
                code: 'ONE_ROOF_PLAN_INVALID',
                problems: expect.arrayContaining([
                  expect.objectContaining({ path: 'groups.GRP-AI.folder', message: 'there is no folder nowhere' }),
                ]) as unknown,
              },
            },
          ],
        },
      });
    });

    it('of a plan that takes long to read keeps nobody waiting: others are answered meanwhile', async () => {
      const plan = `${OTHER_PLAN}${Array.from({ length: 40_000 }, (_, n) => `unknown_${n}: 1`).join('\n')}\n`;
      const answered: string[] = [];
      const reading = admin.ask('POST', PLAN_WHAT_IF, { plan }).then(({ status }) => answered.push(`plan ${status}`));
      for (let n = 1; n <= 5; n++) answered.push(`ping ${(await stack.anonymous.ask('GET', '/server/ping')).status}`);
      await reading;
      expect(answered).toEqual([...Array<string>(5).fill('ping 200'), 'plan 422']);
    });

    it('of a plan is for administrators, in JSON, of a size, and by POST only', async () => {
      const reader = await stack.user('Governance reader');
      for (const client of [stack.anonymous, reader]) {
        expect(await client.ask('POST', PLAN_WHAT_IF, { plan: OTHER_PLAN })).toMatchObject({
          status: 403,
          body: { errors: [{ extensions: { code: 'ONE_ROOF_FORBIDDEN' } }] },
        });
      }
      for (const [body, headers, subject] of [
        [{ plan: OTHER_PLAN }, { 'content-type': 'text/plain' }, 'Content-Type'],
        [{ plan: 'x'.repeat(900_001) }, {}, 'plan'],
        [{ plan: 1 }, {}, 'plan'],
        [{ plan: OTHER_PLAN, colour: 'red' }, {}, 'body'],
      ] as const) {
        expect(await admin.ask('POST', PLAN_WHAT_IF, body, headers), subject).toMatchObject({
          status: 400,
          body: { errors: [{ extensions: { code: 'ONE_ROOF_BAD_REQUEST', subject } }] },
        });
      }
      expect((await admin.ask('GET', PLAN_WHAT_IF)).status).toBe(404);
    });
  });
}
