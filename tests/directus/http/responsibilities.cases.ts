import { beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { pathOf } from '../../harness/directus/read-routes.ts';
import type { Running } from '../../harness/directus/read-routes.ts';

/** Cases of what somebody is told to be responsible for. */
export function responsibilityCases(running: Running): void {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(() => {
    ({ stack, admin } = running());
  });

  describe('what somebody is responsible for', () => {
    const mine = `${pathOf('responsibilities')}?limit=500`;
    const actsFor = async (client: DirectusClient, owner: string) => {
      const { data } = (await client.must('GET', '/users/me?fields=id')) as { data: { id: string } };
      await stack.db.sql(
        `update one_roof.governance_registry set directus_role = (select role from directus_users where id = $1) where code = $2`,
        [data.id, owner],
      );
    };
    const cellsOf = async (client: DirectusClient) => {
      const { data } = (await client.must('GET', mine)) as { data: { object_ref: string; owner: string }[] };
      return {
        owners: [...new Set(data.map(({ owner }) => owner))],
        objects: [...new Set(data.map(({ object_ref }) => object_ref))],
      };
    };

    it('is for them alone: what one was answered is not given to another, nor taken for it', async () => {
      const tools = await stack.user('Tools', ['agents', 'workflows', 'approval_requests']);
      const council = await stack.user('Council', ['agents', 'approval_requests']);
      await actsFor(tools, 'GOV-DOT');
      await actsFor(council, 'GOV-COUNCIL');
      expect(await cellsOf(tools)).toEqual({ owners: ['GOV-DOT'], objects: ['agents', 'workflows'] });
      expect(await cellsOf(council)).toEqual({ owners: ['GOV-COUNCIL'], objects: ['approval_requests'] });
      expect(await cellsOf(admin)).toEqual({ owners: [], objects: [] });

      const tag = (await tools.ask('GET', mine)).headers.get('etag') ?? '';
      expect((await tools.ask('GET', mine, undefined, { 'if-none-match': tag })).status).toBe(304);
      expect((await council.ask('GET', mine, undefined, { 'if-none-match': tag })).status).toBe(200);
    });

    it('is limited to the collections that they may read, unless they may read governance', async () => {
      const summary = pathOf('responsibilitySummary');
      const blind = await stack.user('Sees nothing');
      await actsFor(blind, 'GOV-MOIT');
      expect(await cellsOf(blind)).toEqual({ owners: [], objects: [] });
      expect(await blind.must('GET', summary)).toMatchObject({
        data: { owners: [{ owner: 'GOV-MOIT', planned: 0 }], limited: true },
      });

      const reader = await stack.user('Governance reader');
      await actsFor(reader, 'GOV-MOIT');
      expect(await reader.must('GET', summary)).toMatchObject({
        data: { owners: [{ planned: 12 }], objects: 2, limited: false },
      });
    });
  });
}
