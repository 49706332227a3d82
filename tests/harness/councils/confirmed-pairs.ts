import { randomUUID } from 'node:crypto';
import type { ProductionSession } from '../../../src/database/sessions/session.ts';
import { actAsPerson } from '../../../src/governance/ratification/commands/act-as-person.ts';
import {
  beginKeyConfirmation,
  confirmKey,
  sshKeyStatement,
} from '../../../src/governance/ratification/commands/confirm-key.ts';
import { keepSignature } from '../../../src/governance/ratification/commands/keep-signature.ts';
import { beginEnrolment, enrol } from '../../../src/governance/ratification/commands/passkeys.ts';
import { keepConfirmation, requireProof } from '../../../src/governance/ratification/commands/prove-act.ts';
import { beginPasskey, passkeyProof } from '../../../src/governance/ratification/commands/sign-with-passkey.ts';
import { prepareSigning } from '../../../src/governance/ratification/commands/signing.ts';
import { enrolledKeys } from '../../../src/governance/ratification/council/enrolled-keys.ts';
import { trustInForce } from '../../../src/governance/ratification/council/enrolled-trust.ts';
import type { PlannedAct } from '../../../src/governance/ratification/person-statement.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { requestRow } from '../../../src/governance/ratification/requests/request-row.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import type { Person } from '../council.ts';
import { seatedCouncils } from './seated-councils.ts';
import { SoftAuthenticator } from './soft-authenticator.ts';
import type { SshKey } from './ssh-keys.ts';
import type { TestServer } from '../test-server.ts';

const ORIGIN = 'http://localhost:8055';
export const PARTY = { id: 'localhost', origin: ORIGIN };
export const NO_FILE = readTrust(null);

/** The passkeys of two people who confirmed each other. */
type Pair = Record<'president' | 'council-1', SoftAuthenticator>;

/** Makes productions, in a group of tests, in which two people enrol keys and confirm those of each other. */
export function confirmedPairs(server: TestServer) {
  const seated = seatedCouncils(server);

  return async (options: Parameters<typeof seated>[0] = {}) => {
    const { db, people } = await seated({
      profile: 'two_person',
      methods: ['passkey', 'ssh'],
      pinning: 'enrolled',
      ...options,
    });
    /** Does something in a session of a person: by default the one that they signed in with. */
    const act = <Result>(
      person: Person,
      work: (session: ProductionSession, user: string) => Promise<Result>,
      token = `session-${person}`,
    ) =>
      db.writeProduction(async (session) => {
        const user = people.ids[person];
        await actAsPerson(session, { user, session: token }, 'request.test', 'a test');
        return work(session, user);
      });
    const enrolKey = async (person: Person, token?: string): Promise<SoftAuthenticator> => {
      const device = new SoftAuthenticator('ES256', ORIGIN);
      const {
        nonce,
        options: asked,
        possession,
      } = await act(person, (session, user) => beginEnrolment(session, user, PARTY), token);
      const sent = {
        nonce,
        label: 'Key',
        response: device.register(asked as never),
        possession: device.assert(possession as never),
      };
      await act(person, (session, user) => enrol(session, user, sent, PARTY, NO_FILE), token);
      return device;
    };
    /** `signer` says with `device` that the key `about` is its holder's. */
    const confirm = (signer: Person, device: SoftAuthenticator, about: SoftAuthenticator, token?: string) =>
      act(
        signer,
        async (session, user) => {
          const begun = await beginKeyConfirmation(
            session,
            user,
            { credential_id: about.id, method: 'passkey' },
            () => PARTY,
          );
          const proof = {
            method: 'passkey',
            nonce: begun.nonce ?? '',
            response: device.assert(begun.options as never),
          } as const;
          await confirmKey(session, user, about.id, proof, () => PARTY, 'test');
        },
        token,
      );
    const confirmBySsh = (signer: Person, key: SshKey, about: SoftAuthenticator) =>
      act(signer, async (session, user) => {
        const statement = await sshKeyStatement(session, user, about.id);
        await confirmKey(
          session,
          user,
          about.id,
          { method: 'ssh', statement, signature: key.sign(statement) },
          () => PARTY,
          'test',
        );
      });
    const pair = async (): Promise<Pair> => {
      const devices = { president: await enrolKey('president'), 'council-1': await enrolKey('council-1') };
      await confirm('president', devices.president, devices['council-1']);
      await confirm('council-1', devices['council-1'], devices.president);
      return devices;
    };
    /** Tells of each key whether it counts, or null where it is not enrolled. */
    const counting = async (devices: readonly SoftAuthenticator[], file: Trust = NO_FILE) => {
      const keys = await db.read((session) => enrolledKeys(session, { user: null, all: true }, file));
      return devices.map(({ id }) => keys.find(({ credential_id }) => credential_id === id)?.pinned ?? null);
    };
    /** Confirms or signs request APR-1 by a passkey. */
    const sign = (person: Person, device: SoftAuthenticator, planned: PlannedAct, file: Trust = NO_FILE) =>
      act(person, async (session, user) => {
        const trust = await trustInForce(session, file);
        await countVerified(session, file, ['APR-1']);
        const { revision_digest: digest } = await requestRow(session, 'APR-1', { user, all: true });
        const signing = await prepareSigning(session, { code: 'APR-1', digest, user, planned });
        const { nonce, options: asked } = await beginPasskey(session, signing, PARTY);
        const proven = await passkeyProof(session, signing, PARTY, {
          nonce: nonce ?? '',
          response: device.assert(asked as never),
        });
        await requireProof(signing, proven, trust);
        if (planned.act === 'confirm') await keepConfirmation(session, signing, proven);
        else await keepSignature(session, signing, proven, { ip: null, createdBy: 'test' });
      });
    /** A session of somebody that whoever may write Directus's tables made. */
    const forgedSession = async (person: Person): Promise<string> => {
      const token = randomUUID();
      await db.sql(`insert into directus_sessions (token, "user", expires) values ($1, $2, now() + interval '1 day')`, [
        token,
        people.ids[person],
      ]);
      return token;
    };
    return { db, people, act, enrolKey, confirm, confirmBySsh, pair, counting, sign, forgedSession };
  };
}
