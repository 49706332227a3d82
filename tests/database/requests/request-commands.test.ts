import { expect, it } from 'vitest';
import type { ErrorDetail } from '../../../src/contract/errors.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import {
  confirmRequest,
  supersedeRequest,
  withdrawRequest,
} from '../../../src/governance/ratification/commands/change-request.ts';
import { createRequest } from '../../../src/governance/ratification/commands/create-request.ts';
import { sshProof } from '../../../src/governance/ratification/commands/prove-act.ts';
import { beginTry } from '../../../src/governance/ratification/commands/challenges.ts';
import { beginPassword, passwordProof } from '../../../src/governance/ratification/commands/sign-with-password.ts';
import { type Signing, statementOf } from '../../../src/governance/ratification/commands/signing.ts';
import { vote } from '../../../src/governance/ratification/commands/vote.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { emailOf } from '../../harness/council.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { requestCommands } from '../../harness/councils/request-commands.ts';

const NO_TRUST = readTrust(null);

describeOnEachPostgres('what people do about requests', (server) => {
  const seated = requestCommands(server);
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('a vote or signature that is sent again is told so in a sentence, also where its key is not pinned yet', async () => {
    const { people, act, seen, file, approve, signing, keep, unsigned } = await seated();
    const again = async (send: () => Promise<unknown>) => {
      await send();
      const { message, extensions } = await rejectionOf(send());
      const { expected, found, fix } = extensions as ErrorDetail;
      return [message, expected, found, fix].join(' | ');
    };
    await file('APR-1');
    const { revision_digest: digest } = await seen('APR-1');
    const voting = await act('council-1', (session, user) =>
      signing(session, 'APR-1', user, digest, { act: 'vote', choice: 'approve', rationale: 'because' }),
    );
    const by = (about: Signing) => {
      const statement = statementOf(about, unsigned());
      return sshProof(about, { statement, signature: people.keyOf('clerk').sign(statement) });
    };
    const proof = by(voting);
    expect(
      await again(() =>
        act('council-1', async (session) => {
          await countVerified(session, people.trust, ['APR-1']);
          await vote(session, voting, proof, 'test');
        }),
      ),
    ).toMatch(
      /^The vote on APR-1 exists already \| one vote of a person .* \| the same vote, with the same proof, .* \| .*request show APR-1/,
    );
    await approve('APR-1');
    const about = await act('president', (session, user) => signing(session, 'APR-1', user));
    const signed = by(about);
    expect(
      await again(() =>
        act('president', async (session) => {
          await countVerified(session, people.trust, ['APR-1']);
          await keep(session, about, signed, NO_TRUST);
        }),
      ),
    ).toMatch(
      /^The signature on APR-1 exists already \| one signature of a person .* \| the same signature, .* \| .*request show APR-1/,
    );
  });

  it('a password: five tries in a quarter of an hour, one for each challenge; a right one signs', async () => {
    const { db, people, act, seen, file, signing, keep } = await seated({ profile: 'two_person' });
    await file('APR-1');
    await people.confirm('APR-1', 'clerk');
    const begin = () =>
      act('president', async (session, user) => beginPassword(session, await signing(session, 'APR-1', user)));
    const tried = async (nonce: string, password: string) => {
      await act('president', (session, user) => beginTry(session, nonce, user));
      return act('president', async (session, user) => {
        const about = await signing(session, 'APR-1', user);
        const proof = await passwordProof(
          session,
          about,
          { nonce },
          { ok: password === 'right', why: 'INVALID_CREDENTIALS' },
        );
        if (proof instanceof Error) return proof.message;
        await keep(session, about, proof, people.trust);
        return 'signed';
      });
    };
    const nonces: string[] = [];
    for (let n = 0; n < 5; n += 1) nonces.push((await begin()).nonce ?? '');
    expect(await refusal(begin())).toMatch(/ONE_ROOF_TOO_MANY_TRIES/);
    const [first = '', second = '', third = '', fourth = ''] = nonces;
    // Of many who try one challenge at once, one does: what the others say is not even asked.
    const atOnce = await Promise.allSettled(
      [1, 2, 3].map(() => act('president', (session, user) => beginTry(session, fourth, user))),
    );
    expect(atOnce.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(
      await refusal(
        db.sql(
          `update one_roof.governance_signature_challenge set tried_at = clock_timestamp() where nonce = '${fourth}'`,
        ),
      ),
    ).toMatch(/OR003/);
    expect(
      await refusal(
        db.sql(`update one_roof.governance_signature_challenge set tried_at = null where nonce = '${fourth}'`),
      ),
    ).toMatch(/^OR003 /);
    expect(await refusal(act('council-1', (session, user) => beginTry(session, third, user)))).toMatch(
      /no such challenge/,
    );
    expect(await tried(first, 'wrong')).toMatch(/does not accept this password/);
    expect(await refusal(tried(first, 'right'))).toMatch(/no such challenge/);
    expect(await tried(second, 'right')).toBe('signed');
    expect(await seen('APR-1', people.trust)).toMatchObject({
      signatures: 1,
      signature_list: [{ method: 'password', problem: null }],
    });
  });

  it('filed, confirmed, superseded, withdrawn by whoever proposed it; what is wrong says so', async () => {
    const { db, people, act, seen, file, cast, approve } = await seated();
    await file('APR-1');
    expect(await rejectionOf(file('APR-1'))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      message: 'Request APR-1 exists already',
      extensions: { expected: 'a code that no request has', found: 'APR-1' },
    });
    expect(await refusal(file('APR-9', { subject: 'NOT A SUBJECT' }))).toMatch(/BAD_REQUEST/);
    expect(await refusal(file('APR-9', { packet_tree_sha256: undefined }))).toMatch(
      /^OR063 .*expected packet_tree_sha256 .*found none/,
    );
    await file('APR-2', { subject: 'release:APR-1' });
    for (const code of ['APR-1', 'APR-2']) await approve(code);
    expect((await seen('APR-1', people.trust)).missing[0]?.who).toEqual([emailOf('clerk')]);
    await act('clerk', (session) => supersedeRequest(session, 'APR-1', 'APR-2'));
    expect((await seen('APR-1')).status).toBe('superseded');
    expect(await refusal(cast('APR-1', 'council-2'))).toMatch(/^OR053 .*superseded/);
    expect(await refusal(act('president', (session) => withdrawRequest(session, 'APR-2', 'no')))).toMatch(/^OR052 /);
    await act('clerk', (session) => withdrawRequest(session, 'APR-2', 'no'));
    expect(await seen('APR-2')).toMatchObject({ status: 'withdrawn', withdrawn_reason: 'no' });
    expect(await refusal(act('clerk', (session) => withdrawRequest(session, 'APR-7', 'no')))).toMatch(/NOT_FOUND/);

    await db.writeProduction(async (session) => {
      await session.query(`select set_config('one_roof.reason', 'test', true)`);
      const asked = {
        code: 'APR-3',
        subject: 'law',
        title: 'x',
        action: 'review',
        priority: 'low',
        proposed_action: {},
        evidence: {},
      } as const;
      await createRequest(session, asked, people.ids.clerk, 'operator:test');
    });
    expect(await seen('APR-3')).toMatchObject({ confirmed_at: null, priority: 'low' });
    await act('clerk', (session) => confirmRequest(session, 'APR-3'));
    expect((await seen('APR-3')).confirmed_at).not.toBeNull();
  });
});
