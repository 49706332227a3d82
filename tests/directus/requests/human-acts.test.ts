import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import type { Answer } from '../../../hosts/directus-client.ts';
import { COMMANDS } from '../../../src/contract/commands.ts';
import type { CommandBody, CommandName } from '../../../src/contract/commands.ts';
import { Ratifiers, refusalOf, signIn } from '../../harness/councils/ratifiers.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';

interface Options {
  nonce: string;
  options: { challenge: string; rp: { id?: string }; rpId?: string };
  possession: { challenge: string; rpId?: string };
}

const DIGEST = '0'.repeat(64);
const BY_SESSION = { method: 'session' } as const;

/** Every command with something that it takes: a command that is new has none, and does not compile. */
const BODIES: { [Name in CommandName]: CommandBody<Name> } = {
  createRequest: { code: 'APR-BY-NOBODY', subject: 'release:APR-DOOR', title: 'x' },
  challenge: { act: 'vote', method: 'passkey', revision_digest: DIGEST, choice: 'approve', rationale: 'x' },
  vote: { choice: 'approve', rationale: 'x', revision_digest: DIGEST, proof: BY_SESSION },
  sign: {
    meaning: 'x',
    revision_digest: DIGEST,
    agreement: true,
    proof: { method: 'password', nonce: 'x', password: 'x' },
  },
  confirm: { revision_digest: DIGEST, proof: BY_SESSION },
  withdraw: { reason: 'x' },
  supersede: { by: 'APR-DOOR' },
  enrolOptions: {},
  enrol: { nonce: 'x', label: 'x', response: {}, possession: {} },
  revokePasskey: { credential_id: 'x' },
  keyChallenge: { credential_id: 'x', method: 'ssh' },
  confirmKey: { credential_id: 'x', proof: { method: 'ssh', statement: 'x', signature: 'x' } },
  withdrawKey: { credential_id: 'x' },
  permitRun: { revision_digest: DIGEST, operator: 'operator:x', until: '2099-01-01T00:00:00.000Z', proof: BY_SESSION },
};

describe('what people do, over HTTP', () => {
  let council: Ratifiers<'president' | 'council-1' | 'council-2'>;
  beforeAll(async () => {
    council = await Ratifiers.start(
      { president: ['president'], council: ['council-1', 'council-2'] },
      { profile: 'council' },
    );
    await council.file('APR-DOOR');
  });
  afterAll(() => council.stack.stop());

  /** Everything that a command could have written. */
  const kept = () =>
    council.stack.db.sql(`
      select (select count(*) from one_roof.approval_requests) as requests, (select count(*) from one_roof.apr_approvals) as votes,
        (select count(*) from one_roof.governance_signature) as signatures, (select count(*) from one_roof.governance_confirmation) as confirmations,
        (select count(*) from one_roof.governance_credential) as passkeys, (select count(*) from one_roof.governance_signature_challenge) as challenges,
        (select md5(string_agg(r::text, ' ' order by r.code)) from one_roof.approval_requests r) as standing`);

  describe('is done by nobody who is no person', () => {
    const strangers: Record<string, () => Promise<DirectusClient>> = {
      'nobody at all': () => Promise.resolve(council.stack.anonymous),
      'the static token of a council member': () => Promise.resolve(council.byToken('council-1')),
      'the static token of an administrator': adminToken,
      'an access token without a session': () =>
        DirectusClient.login(council.stack.directus.url, council.people['council-1']),
      'a share': () => share('json'),
      'a share in a session': () => share('session'),
    };
    const clients = new Map<string, DirectusClient>();
    beforeAll(async () => {
      for (const [name, make] of Object.entries(strangers)) clients.set(name, await make());
    });

    async function adminToken(): Promise<DirectusClient> {
      await (await council.stack.admin()).must('PATCH', '/users/me', { token: 'token-of-the-administrator' });
      return new DirectusClient(council.stack.directus.url, 'token-of-the-administrator');
    }

    /** Shares an item as an administrator, and opens it as anybody who has the link. */
    async function share(mode: 'json' | 'session'): Promise<DirectusClient> {
      const admin = await council.stack.admin();
      const { data: role } = (await admin.must('GET', '/roles?filter[name][_eq]=Administrator&fields=id')) as {
        data: { id: string }[];
      };
      await admin.ask('POST', '/items/agents', { id: 1, code: 'A1' });
      const id = await admin.create('/shares', { collection: 'agents', item: '1', role: role[0]?.id });
      const { headers, body, status } = await council.stack.anonymous.ask('POST', '/shares/auth', { share: id, mode });
      expect(status, JSON.stringify(body)).toBe(200);
      const token =
        mode === 'session'
          ? /directus_session_token=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1]
          : (body as { data: { access_token: string } }).data.access_token;
      return new DirectusClient(council.stack.directus.url, token ?? 'none');
    }

    it.each(
      Object.keys(strangers).flatMap((who) =>
        (Object.keys(COMMANDS) as CommandName[]).map((command) => ({ who, command })),
      ),
    )('$command by $who is refused', async ({ who, command }) => {
      const before = await kept();
      const path = `/one-roof/v1${COMMANDS[command].path.replace(':code', 'APR-DOOR')}`;
      expect(refusalOf(await clients.get(who)!.ask('POST', path, BODIES[command]))).toMatch(
        /^403 ONE_ROOF_FORBIDDEN: Only a signed-in person can decide/,
      );
      expect(await kept()).toEqual(before);
    });
  });

  describe('a passkey answers one challenge, of its person, in their session, in time', () => {
    const devices = {} as Record<'council-1' | 'council-2', SoftAuthenticator>;
    const vote = { act: 'vote', method: 'passkey', choice: 'approve', rationale: 'because' };
    beforeAll(async () => {
      for (const name of ['council-1', 'council-2'] as const) {
        const device = new SoftAuthenticator('ES256', council.stack.directus.url);
        const enrolment = await council.done<Options>(name, '/passkeys/options', {});
        const response = device.register(enrolment.options);
        const body = {
          nonce: enrolment.nonce,
          label: 'Key',
          response,
          possession: device.assert(enrolment.possession),
        };
        const { trust_line } = await council.done<{ trust_line: string }>(name, '/passkeys', body);
        council.trust(trust_line);
        devices[name] = device;
      }
    });

    const digest = async () => (await council.read('council-1', '/requests/APR-DOOR')).revision_digest;
    const challenge = async (name: 'council-1' | 'council-2') =>
      council.done<Options>(name, '/requests/APR-DOOR/challenge', { ...vote, revision_digest: await digest() });
    const answer = async (client: DirectusClient, nonce: string, response: unknown): Promise<Answer> =>
      client.ask('POST', '/one-roof/v1/requests/APR-DOOR/vote', {
        choice: 'approve',
        rationale: 'because',
        revision_digest: await digest(),
        proof: { method: 'passkey', nonce, response },
      });
    const votes = async () => (await council.read('president', '/requests/APR-DOOR')).vote_list;

    it('not the nonce of somebody else', async () => {
      const theirs = await challenge('council-2');
      const own = devices['council-1'].assert(theirs.options);
      expect(refusalOf(await answer(council.people['council-1'].client, theirs.nonce, own))).toMatch(
        /^412 .*no such challenge/,
      );
      // Nor what somebody else touched for, under a nonce of one's own.
      const mine = await challenge('council-1');
      const touched = devices['council-2'].assert(mine.options);
      expect(refusalOf(await answer(council.people['council-1'].client, mine.nonce, touched))).toMatch(/^403 /);
      expect(await votes()).toEqual([]);
    });

    it('not a nonce that is made up, nor one that is for something else', async () => {
      const mine = await challenge('council-1');
      const response = devices['council-1'].assert(mine.options);
      expect(refusalOf(await answer(council.people['council-1'].client, 'A'.repeat(43), response))).toMatch(
        /^412 .*no such challenge/,
      );
      const enrolment = await council.done<Options>('council-1', '/passkeys/options', {});
      const possession = devices['council-1'].assert(enrolment.possession);
      expect(refusalOf(await answer(council.people['council-1'].client, enrolment.nonce, possession))).toMatch(
        /^4(03|12) /,
      );
      expect(await votes()).toEqual([]);
    });

    it('not in another session of the same person', async () => {
      const mine = await challenge('council-1');
      const elsewhere = await signIn(council.stack.directus.url, council.people['council-1']);
      expect(refusalOf(await answer(elsewhere, mine.nonce, devices['council-1'].assert(mine.options)))).toMatch(
        /^412 .*somebody else's/,
      );
      expect(await votes()).toEqual([]);
    });

    it('not after five minutes', async () => {
      const mine = await challenge('council-1');
      const response = devices['council-1'].assert(mine.options);
      await council.stack.db.sqlAsSuperuser(`
        alter table one_roof.governance_signature_challenge disable trigger trg_challenge_guard;
        update one_roof.governance_signature_challenge set expires_at = clock_timestamp() - interval '1 second' where nonce = '${mine.nonce}';
        alter table one_roof.governance_signature_challenge enable always trigger trg_challenge_guard`);
      expect(refusalOf(await answer(council.people['council-1'].client, mine.nonce, response))).toMatch(
        /^(403 .*does not verify|412 .*expired)/,
      );
      expect(await votes()).toEqual([]);
    });

    it('and not twice', async () => {
      const mine = await challenge('council-1');
      const response = devices['council-1'].assert(mine.options);
      expect((await answer(council.people['council-1'].client, mine.nonce, response)).status).toBe(200);
      expect(await votes()).toHaveLength(1);
      const again = await answer(council.people['council-1'].client, mine.nonce, response);
      expect(refusalOf(again)).toMatch(/^(403 .*voted already|412 .*no such challenge)/);
      // Nor by somebody else, who has not voted.
      expect(refusalOf(await answer(council.people['council-2'].client, mine.nonce, response))).toMatch(
        /^412 .*no such challenge/,
      );
      expect(await votes()).toHaveLength(1);
    });
  });
});
