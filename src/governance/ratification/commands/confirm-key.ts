import { z } from 'zod';
import type { CommandBody, CommandData } from '../../../contract/commands.ts';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { keyCovers, keyStatement } from '../../../signing/key-statement.ts';
import { authenticationOptions, verifyAssertion } from '../../../signing/passkey/passkey-assertion.ts';
import type { SigningRound } from '../../../signing/passkey/passkey-challenge.ts';
import type { RelyingParty } from '../../../signing/passkey/relying-party.ts';
import { parseSshPublicKey } from '../../../signing/ssh/ssh-public-key.ts';
import { parseStatement } from '../../../signing/statement.ts';
import { StoredAct, textDigest, verifyKey } from '../../../signing/verify-act.ts';
import { CHALLENGE_MS, openChallenge, takeChallenge } from './challenges.ts';
import type { Challenge } from './challenges.ts';
import { withConstraintErrors } from '../../errors/constraint-error.ts';
import { usablePasskeys } from './sign-with-passkey.ts';
import { signerOf } from './signing.ts';
import type { Signer } from './signing.ts';

const Key = z.object({ credential_id: z.string(), key: z.string(), holder: z.string(), environment: z.string() });

/** Somebody who is about to confirm a key, and the key. */
interface Confirming {
  confirmed: z.infer<typeof Key>;
  signer: Signer;
}

/** The proof of a confirmation as it is sent. */
export type KeyProof = Exclude<CommandBody<'confirmKey'>['proof'], { method: 'session' }>;

/** Names the key and whoever confirms it. @throws OneRoofError ONE_ROOF_NOT_FOUND without such a key. */
async function prepare(session: ReadSession, user: string, credentialId: string): Promise<Confirming> {
  const [confirmed] = parseRows(
    Key,
    await session.query(
      `select c.credential_id, c.ssh_public_key as key, coalesce(s.person, d.email, c.user_id::text) as holder, environment_name() as environment
       from governance_credential c
       left join governance_seat s on s.user_id = c.user_id and s.vacated_at is null
       left join lateral directus_person(c.user_id) d on true
       where c.credential_id = $1 and c.revoked_at is null`,
      [credentialId],
    ),
  );
  if (confirmed === undefined)
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'There is no such key, or it was revoked', { subject: credentialId });
  return { confirmed, signer: await signerOf(session, user) };
}

function statementOf({ confirmed, signer }: Confirming, frame: { nonce: string | null; signed: Date }): string {
  return keyStatement(confirmed, signer.person, { ...frame, environment: confirmed.environment });
}

/** The statement by which somebody confirms a key, to be signed with ssh-keygen. */
export async function sshKeyStatement(session: ReadSession, user: string, credentialId: string): Promise<string> {
  return statementOf(await prepare(session, user, credentialId), { nonce: null, signed: new Date() });
}

/** Begins to confirm a key: the statement, and what a passkey needs to sign it. */
export async function beginKeyConfirmation(
  session: ProductionSession,
  user: string,
  { credential_id, method }: CommandBody<'keyChallenge'>,
  party: () => RelyingParty,
): Promise<CommandData<'keyChallenge'>> {
  if (method === 'ssh') {
    const statement = await sshKeyStatement(session, user, credential_id);
    return { nonce: null, statement, expires_at: parseStatement(statement)?.expires ?? '', options: null };
  }
  const confirming = await prepare(session, user, credential_id);
  const passkeys = await usablePasskeys(session, user, party());
  const challenge = await openChallenge(session, 'pin', user, null);
  const round = roundOf(confirming, challenge);
  const options = await authenticationOptions(
    party(),
    round,
    passkeys.map(({ credential_id: id, transports }) => ({ id, transports })),
  );
  return {
    nonce: challenge.nonce,
    statement: round.statement,
    expires_at: challenge.expires_at,
    options: { ...options },
  };
}

function roundOf(confirming: Confirming, { nonce, expires_at: expires }: Challenge): SigningRound {
  const statement = statementOf(confirming, { nonce, signed: new Date(new Date(expires).getTime() - CHALLENGE_MS) });
  return { digest: textDigest(confirming.confirmed.key), nonce, user: confirming.signer.user, expires, statement };
}

/**
 * Keeps somebody's word that a key is its holder's, once its signature verifies. Who may confirm what, key_confirmation_guard (SQL) says;
 * which keys that pins, confirmedKeys().
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if the signature does not verify.
 */
export async function confirmKey(
  session: ProductionSession,
  user: string,
  credentialId: string,
  proof: KeyProof,
  party: () => RelyingParty,
  createdBy: string,
): Promise<void> {
  const confirming = await prepare(session, user, credentialId);
  const { confirmed, signer } = confirming;
  const proven =
    proof.method === 'ssh'
      ? { statement: proof.statement, assertion: { signature: proof.signature } }
      : await passkeyProof(session, confirming, party(), proof);
  const expires = parseStatement(proven.statement)?.expires ?? new Date().toISOString();
  const verified = await verifyKey(
    StoredAct.parse({
      act: 'pin',
      request_code: null,
      revision: null,
      revision_digest: textDigest(confirmed.key),
      packet_tree_sha256: null,
      plan_digest: null,
      expires_at: expires,
      environment: confirmed.environment,
      choice: null,
      rationale: null,
      covers: keyCovers(parseSshPublicKey(confirmed.key), confirmed.holder),
      meaning: null,
      signer: signer.person,
      signer_user: user,
      method: proof.method,
      signed_at: new Date().toISOString(),
      public_key: null,
      ...proven,
    }),
  );
  if (!verified.ok) throw refusal(verified);
  await withConstraintErrors(
    () =>
      session.query(
        `select confirm_key(p_credential_id => $1, p_holder => $2, p_signer => $3, p_method => $4, p_statement => $5,
           p_public_key => $6, p_assertion => $7, p_expires => $8, p_by => $9)`,
        [
          credentialId,
          confirmed.holder,
          user,
          proof.method,
          proven.statement,
          verified.key.line,
          JSON.stringify(proven.assertion),
          expires,
          createdBy,
        ],
      ),
    'The confirmation of this key',
    {
      expected: 'one confirmation of a person for a key',
      found: 'the same one, with the same proof, which was kept before',
      fix: 'There is nothing to send again: `one-roof key list` shows who confirmed what.',
    },
  );
}

async function passkeyProof(
  session: ProductionSession,
  confirming: Confirming,
  party: RelyingParty,
  { nonce, response }: Extract<KeyProof, { method: 'passkey' }>,
): Promise<{ statement: string; assertion: Record<string, unknown> }> {
  const { user } = confirming.signer;
  const challenge = await takeChallenge(session, nonce, user);
  const used = (await usablePasskeys(session, user, party)).find(
    ({ credential_id }) => credential_id === response['id'],
  );
  if (used === undefined) throw refusal({ expected: 'a passkey of this person', found: 'another one' });
  const round = roundOf(confirming, challenge);
  const passkey = { id: used.credential_id, publicKey: used.ssh_public_key, counter: used.counter };
  const verified = await verifyAssertion(party, round, response, passkey, new Date());
  if (!verified.ok) throw refusal(verified);
  await session.query('select keep_counter($1, $2)', [used.credential_id, verified.counter]);
  return { statement: round.statement, assertion: verified.stored };
}

/** Withdraws one's word about a key, or the word of others about one's own. What the key signed until then goes on counting. */
export async function withdrawKeyConfirmation(
  session: ProductionSession,
  user: string,
  credentialId: string,
): Promise<void> {
  const { withdrawn } = parseRow(
    z.object({ withdrawn: z.boolean() }),
    await session.query('select withdraw_key_confirmation($1, $2, $3) as withdrawn', [
      credentialId,
      user,
      `directus:${user}`,
    ]),
  );
  if (withdrawn) return;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'You have not confirmed this key, or withdrew that before', {
    subject: credentialId,
  });
}

function refusal({ expected, found }: { expected: string; found: string }): OneRoofError {
  const fix = 'Read the statement again, and sign it as it is: the page writes it, and `one-roof key statement`.';
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The key is not confirmed: the signature does not verify', {
    expected,
    found,
    fix,
  });
}
