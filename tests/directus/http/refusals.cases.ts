import { beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { BASE, pathOf, ROUTE_NAMES } from '../../harness/directus/read-routes.ts';
import type { Running } from '../../harness/directus/read-routes.ts';

/** Cases of requests that are refused, and of those who may not read. */
export function refusalCases(running: Running): void {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(() => {
    ({ stack, admin } = running());
  });

  describe('refuses, naming the field', () => {
    it.each([
      ['a page of 501', 'coverageGaps', 'limit=501', 'limit'],
      ['a page of none', 'coverageGaps', 'limit=0', 'limit'],
      ['a wrong cursor', 'coverageGaps', 'cursor=nonsense', 'cursor'],
      ['an unknown filter', 'coverageGaps', 'colour=red', 'colour'],
      ['an unknown order', 'coverageByObject', 'sort=colour', 'sort'],
      ['a group that is no code', 'coverageGaps', 'group=a%20b', 'group'],
      ['a state that there is not', 'coverageByObject', 'state=owned', 'state'],
      ['a parameter twice', 'coverageGaps', 'scope=audit&scope=policy', 'scope'],
      ['a parameter that is an object', 'coverageGaps', 'scope[a]=b', 'scope'],
      ['a parameter where there is none', 'coverageSummary', 'limit=5', 'limit'],
      ['no object', 'ownershipDetail', '', 'object'],
      ['an object with a NUL', 'ownershipDetail', 'object=a%00b', 'object'],
      ['a cursor with a NUL', 'coverageGaps', 'cursor=%00', 'cursor'],
      ['a group with a NUL', 'coverageGaps', 'group=%00', 'group'],
      ['a page size in hexadecimal', 'coverageGaps', 'limit=0x2', 'limit'],
      ['a page size with an exponent', 'coverageGaps', 'limit=1e0', 'limit'],
      ['a filter with the name of a method', 'coverageGaps', 'constructor=x', 'constructor'],
      ['a filter with the name of the prototype', 'coverageSummary', '__proto__=x', '__proto__'],
      ['a filter that Directus would drop', 'coverageGaps', 'scope[constructor]=x', 'scope'],
    ] as const)('%s: 400', async (_title, name, query, field) => {
      const { status, body } = await admin.ask('GET', `${BASE}${ROUTES[name].path}?${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({
        errors: [
          {
            message: expect.stringContaining(field) as string,
            extensions: { code: 'ONE_ROOF_BAD_REQUEST', subject: field },
          },
        ],
      });
    });

    it('an unknown object: 404 naming it', async () => {
      const { status, body } = await admin.ask('GET', `${BASE}/coverage/ownership-detail?object=nothing_here`);
      expect(status).toBe(404);
      expect(body).toMatchObject({
        errors: [
          {
            message: 'There is no object collection:nothing_here',
            extensions: { code: 'ONE_ROOF_NOT_FOUND', subject: 'collection:nothing_here' },
          },
        ],
      });
    });

    it('a page size that is a list: 400', async () => {
      expect((await admin.ask('GET', `${pathOf('coverageGaps')}?limit[]=1`)).status).toBe(400);
    });

    it('a parameter of the OpenAPI document: 400', async () => {
      expect(await admin.ask('GET', `${BASE}/openapi.json?x=1`)).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { subject: 'x' } }] },
      });
    });

    it('a page size that is no number: 400, by Directus itself', async () => {
      const { status, body } = await admin.ask('GET', `${BASE}/coverage/gaps?limit=many`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('"limit"') as string }] });
    });

    it('an unknown path: 404', async () => {
      expect((await admin.ask('GET', `${BASE}/coverage/everything`)).status).toBe(404);
    });
  });

  describe('who may read', () => {
    it('nobody who is not logged in: 403 on every route but health', async () => {
      for (const name of ROUTE_NAMES.filter((route) => route !== 'health')) {
        const { status, body } = await stack.anonymous.ask('GET', pathOf(name));
        expect(status, name).toBe(403);
        expect(body).toMatchObject({
          errors: [{ extensions: { code: 'ONE_ROOF_FORBIDDEN', fix: 'Log in, or send an access token.' } }],
        });
      }
      expect((await stack.anonymous.ask('GET', `${BASE}/openapi.json`)).status).toBe(403);
    });

    it('a role that is listed in ONE_ROOF_READ_ROLES', async () => {
      const reader = await stack.user('Governance reader');
      for (const name of ROUTE_NAMES)
        expect((await reader.ask('GET', pathOf(name))).status, name).toBe(name === 'doctor' ? 403 : 200);
    });

    it('no other role; but an editor sees who owns the collections they can read', async () => {
      const editor = await stack.user('Editor', ['agents']);
      expect((await editor.ask('GET', pathOf('coverageSummary'))).status).toBe(403);
      expect((await editor.ask('GET', `${BASE}/coverage/ownership-detail?object=agents`)).status).toBe(200);
      for (const hidden of ['tasks', 'group:GRP-AI', 'no_such_collection']) {
        expect((await editor.ask('GET', `${BASE}/coverage/ownership-detail?object=${hidden}`)).status, hidden).toBe(
          403,
        );
      }
      await stack.dismiss(editor);
    });
  });
}
