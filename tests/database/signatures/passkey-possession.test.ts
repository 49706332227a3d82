import { afterEach, expect, it } from 'vitest';
import type { ProductionSession } from '../../../src/database/sessions/session.ts';
import { actAsPerson } from '../../../src/governance/ratification/commands/act-as-person.ts';
import {
  beginEnrolment,
  enrol,
  onePasskey,
  revokePasskey,
} from '../../../src/governance/ratification/commands/passkeys.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { Council, emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SoftAuthenticator } from '../../harness/councils/soft-authenticator.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// A member of the council who holds nothing but the public key of the president.

const ORIGIN = 'http://localhost:8055';
const PARTY = { id: 'localhost', origin: ORIGIN };
const NO_TRUST = readTrust(null);

describeOnEachPostgres('enrolling a passkey proves that one holds it', (server) => {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));
  const seated = async () => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    await db.declare('production');
    const people = await Council.seat(db);
    const act = <Result>(person: Person, work: (session: ProductionSession, user: string) => Promise<Result>) =>
      db.writeProduction(async (session) => {
        const user = people.ids[person];
        await actAsPerson(session, { user, session: `session-${person}` }, 'request.test', 'a test');
        return work(session, user);
      });
    /** Enrols `registered`, proving it with `signs`. */
    const enrolAs = async (
      person: Person,
      registered: SoftAuthenticator,
      signs = registered,
      trust: Trust = NO_TRUST,
    ) => {
      const begun = await act(person, (session, user) => beginEnrolment(session, user, PARTY));
      const sent = {
        nonce: begun.nonce,
        label: 'Key',
        response: registered.register(begun.options as never),
        possession: registered.assert(begun.possession as never, { signedBy: signs }),
      };
      return act(person, (session, user) => enrol(session, user, sent, PARTY, trust));
    };
    return { db, people, act, enrolAs };
  };
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('the public key of somebody else is not enrolled, and their votes go on counting', async () => {
    const { people, act, enrolAs } = await seated();
    const president = new SoftAuthenticator('ES256', ORIGIN);
    const mine = new SoftAuthenticator('ES256', ORIGIN);
    expect(await refusal(enrolAs('council-1', president, mine))).toMatch(/ONE_ROOF_GUARD_REFUSED .*not enrolled/);
    // An assertion for another registration, even one of their own.
    const [first, second] = [await act('council-1', begin), await act('council-1', begin)];
    const response = mine.register(first.options as never);
    const replayed = { nonce: first.nonce, label: 'x', response, possession: mine.assert(second.possession as never) };
    expect(await refusal(act('council-1', (session, user) => enrol(session, user, replayed, PARTY, NO_TRUST)))).toMatch(
      /not enrolled/,
    );

    await enrolAs('president', president);
    expect(await refusal(enrolAs('council-1', president))).toMatch(/PRECONDITION_FAILED .*exists already/);
    // Also where the same key goes by another id.
    const copy = new SoftAuthenticator('ES256', ORIGIN, { copyOf: president });
    expect(await refusal(enrolAs('council-1', copy))).toMatch(/PRECONDITION_FAILED .*exists already/);
    await people.request('APR-1');
    for (const person of ['council-1', 'council-2', 'president'] as const) await people.vote('APR-1', person);
    expect(await people.status('APR-1')).toBe('approved');
  });

  it('a key that the trust file names as somebody else’s is not enrolled', async () => {
    const { people, act, enrolAs } = await seated();
    const device = new SoftAuthenticator('EdDSA', ORIGIN);
    await enrolAs('president', device);
    const { ssh_public_key: line } = await act('president', (session, user) => onePasskey(session, user, device.id));
    const named = (person: string): Trust => ({
      keys: parseTrustFile(`${emailOf(person)} namespaces="one-roof" ${line}`),
      fault: null,
    });
    expect(await refusal(enrolAs('council-1', device, device, named('president')))).toMatch(
      /ONE_ROOF_GUARD_REFUSED .*not enrolled/,
    );
    expect(people.ids.president).not.toBe(people.ids['council-1']);
  });

  it('a key stays the person’s after it was revoked, and makes nobody the same human', async () => {
    const { db, people, act, enrolAs } = await seated();
    const device = new SoftAuthenticator('ES256', ORIGIN);
    await enrolAs('council-1', device);
    await act('council-1', (session, user) => revokePasskey(session, user, device.id));
    expect(await refusal(enrolAs('president', device))).toMatch(/exists already/);
    const same = await db.sql(`select one_roof.same_human($1, $2) as same`, [
      people.ids.president,
      people.ids['council-1'],
    ]);
    expect(same).toEqual([{ same: false }]);
  });
});

const begin = (session: ProductionSession, user: string) => beginEnrolment(session, user, PARTY);
