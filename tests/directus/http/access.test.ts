import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import type { Access } from '../../../src/contract/access.ts';
import { COMMANDS, PLAN_WHAT_IF } from '../../../src/contract/commands.ts';
import { BASE_PATH, DOCUMENT, ROUTES } from '../../../src/contract/routes.ts';
import { emailOf } from '../../harness/council.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { Ratifiers, signIn } from '../../harness/councils/ratifiers.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

/** Whom each rule lets in. `stranger` is logged in and has no right; `clerk` filed the request that is asked about, by their role. */
const WHO = ['anonymous', 'stranger', 'clerk', 'seat', 'administrator'] as const;
type Who = (typeof WHO)[number];

const TRUSTED: readonly Who[] = ['seat', 'administrator'];
const ADMITTED: Record<Access, readonly Who[]> = {
  everybody: WHO,
  readers: TRUSTED,
  confidential: TRUSTED,
  // None of them may read a collection in Directus.
  collection_readers: TRUSTED,
  self: ['stranger', 'clerk', ...TRUSTED],
  requests: ['clerk', ...TRUSTED],
  filers: ['clerk', ...TRUSTED],
  administrators: ['administrator'],
};
const WITH_PUBLIC_READ: typeof ADMITTED = { ...ADMITTED, readers: WHO, collection_readers: WHO };

/** The request that is asked about, and the release that it is about. */
const CODE = 'APR-1';
const QUERIES: Readonly<Record<string, string>> = { '/coverage/ownership-detail': '?object=agents' };
const pathOf = (path: string) => `${BASE_PATH}${path.replace(':code', CODE)}${QUERIES[path] ?? ''}`;

interface Operation {
  method: 'GET' | 'POST';
  path: string;
  access: Access;
}
const get = ({ path, access }: { path: string; access: Access }): Operation => ({ method: 'GET', path, access });
const post = ({ path, access }: { path: string; access: Access }): Operation => ({ method: 'POST', path, access });
const OPERATIONS = [
  ...Object.values(ROUTES).map(get),
  get(DOCUMENT),
  ...Object.values(COMMANDS).map(post),
  post(PLAN_WHAT_IF),
];

/** Answer of an operation to somebody: let in, or the status that refuses them. The body of a command is wrong on purpose. */
async function answered(client: DirectusClient, { method, path }: Operation): Promise<number | 'let in'> {
  const { status } = await client.ask(method, pathOf(path), method === 'POST' ? {} : undefined);
  expect(status, path).toBeLessThan(500);
  return status === 403 || status === 404 ? status : 'let in';
}

function expected({ path, access }: Operation, who: Who, admitted: typeof ADMITTED): number | 'let in' {
  if (admitted[access].includes(who)) return 'let in';
  // Whoever is logged in may list requests, of which none is theirs; one that they may not read is not there, whatever they send.
  if (access === 'requests' && who !== 'anonymous') return path.includes(':code') ? 404 : 'let in';
  return 403;
}

describe('the rule of access of every route', () => {
  let council: Ratifiers<'president' | 'council-1' | 'council-2'>;
  let open: DirectusStack;
  const people = new Map<string, Record<Who, DirectusClient>>();
  beforeAll(async () => {
    council = await Ratifiers.start(
      { president: ['president'], council: ['council-1', 'council-2'] },
      { profile: 'council' },
    );
    const { stack } = council;
    await council.file(CODE);
    await standInRelease(stack.db, { release: CODE, request: CODE });
    for (const name of ['council-1', 'council-2', 'president'] as const)
      expect((await council.vote(CODE, name)).status).toBe(200);
    // Of a key that the trust file does not name it is said whose it is, and of a trust file that everybody may write, where it lies.
    expect((await council.signBySsh(CODE, 'president', (text) => makeSecurityKey('ed25519').sign(text))).status).toBe(
      200,
    );
    chmodSync(council.trustFile, 0o606);

    open = await DirectusStack.on(stack.db, {
      CONFIG_PATH: council.trustFile.replace('one-roof.trust', '.env'),
      ONE_ROOF_PUBLIC_READ: 'true',
      ONE_ROOF_REQUEST_ROLES: 'Clerks',
    });
    await open.directus.start();
    const admin = await stack.admin();
    const stranger = { email: emailOf('stranger'), password: 'a-password-of-theirs' };
    const role = await admin.create('/roles', { name: 'Without rights' });
    await admin.create('/users', { ...stranger, role, status: 'active' });
    for (const { directus, anonymous } of [stack, open]) {
      people.set(directus.url, {
        anonymous,
        stranger: await signIn(directus.url, stranger),
        clerk: await signIn(directus.url, council.people.clerk),
        seat: await signIn(directus.url, council.people.president),
        administrator: await signIn(directus.url, directus.admin),
      });
    }
  });
  afterAll(async () => {
    await open.directus.stop();
    await council.stack.stop();
  });

  const at = (stack: DirectusStack, who: Who): DirectusClient => {
    const client = people.get(stack.directus.url)?.[who];
    if (client === undefined) throw new Error(`${who} is not signed in`);
    return client;
  };

  it.each(OPERATIONS)('$method $path: $access', async (operation) => {
    for (const who of WHO) {
      expect(await answered(at(council.stack, who), operation), who).toBe(expected(operation, who, ADMITTED));
      expect(await answered(at(open, who), operation), `${who}, ONE_ROOF_PUBLIC_READ`).toBe(
        expected(operation, who, WITH_PUBLIC_READ),
      );
    }
  });

  const NAMES = /(president|council-[12])@example\.com/;
  const said = async (who: Who, path: string) => JSON.stringify((await at(open, who).ask('GET', pathOf(path))).body);

  it('names the council and files of the server to whoever may read governance', async () => {
    for (const path of ['/gate', '/coverage/readiness', '/requests/:code']) {
      expect(await said('seat', path), path).toMatch(NAMES);
      expect(await said('seat', path), path).toContain(council.trustFile);
    }
  });

  it.each(Object.values(ROUTES))('GET $path tells nobody else either', async ({ path }) => {
    for (const who of ['anonymous', 'stranger', 'clerk'] as const) {
      expect(await said(who, path), who).not.toMatch(NAMES);
      expect(await said(who, path), who).not.toContain(council.trustFile);
    }
  });

  it('says who may file: whom the database lets', async () => {
    const mayFile = async (who: Who) => (await at(council.stack, who).ask('GET', pathOf('/filing'))).body;
    for (const who of ['stranger', 'clerk', 'seat', 'administrator'] as const)
      expect(await mayFile(who), who).toMatchObject({ data: { may_file: ADMITTED.filers.includes(who) } });
  });

  it('what a command answers to whoever filed the request names nobody else either', async () => {
    const { status, body } = await at(open, 'clerk').ask('POST', pathOf('/requests/:code/withdraw'), {
      reason: 'done with',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { proposer: emailOf('clerk'), holders: [{ person: '…' }, { person: '…' }, { person: '…' }] },
    });
    expect(JSON.stringify(body)).not.toMatch(NAMES);
    expect(JSON.stringify(body)).not.toContain(council.trustFile);
  });
});
