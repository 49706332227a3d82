import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData } from '../../../contract/commands.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { enrolledPasskeys } from '../council/own-passkeys.ts';
import type { EnrolledPasskey } from '../council/own-passkeys.ts';
import { authenticationOptions, verifyAssertion } from '../../../signing/passkey/passkey-assertion.ts';
import type { SigningRound } from '../../../signing/passkey/passkey-challenge.ts';
import type { RelyingParty } from '../../../signing/passkey/relying-party.ts';
import { CHALLENGE_MS, openChallenge, takeChallenge } from './challenges.ts';
import type { Challenge } from './challenges.ts';
import type { Proven } from './prove-act.ts';
import { statementOf } from './signing.ts';
import type { Signing } from './signing.ts';

/** The passkeys with which a person could sign here. @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if there are none. */
export async function usablePasskeys(
  session: ReadSession,
  user: string,
  party: RelyingParty,
): Promise<EnrolledPasskey[]> {
  const usable = (await enrolledPasskeys(session, user)).filter(
    ({ revoked_at, rp_id }) => revoked_at === null && rp_id === party.id,
  );
  if (usable.length > 0) return usable;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'You have no passkey to sign with', {
    expected: `a passkey enrolled on ${party.origin}`,
    found: 'none',
    fix: 'Enrol one on the page Ratification, and have the trust file name its key; or sign with SSH.',
  });
}

/** Begins an act: a nonce, the statement that names it, and what the browser needs. */
export async function beginPasskey(
  session: ProductionSession,
  signing: Signing,
  party: RelyingParty,
): Promise<CommandData<'challenge'>> {
  const { request, signer, planned } = signing;
  const passkeys = await usablePasskeys(session, signer.user, party);
  const challenge = await openChallenge(session, planned.act, signer.user, request.revision_digest);
  const round = roundOf(signing, challenge);
  const keys = passkeys.map(({ credential_id: id, transports }) => ({ id, transports }));
  const options = await authenticationOptions(party, round, keys);
  return {
    method: 'passkey',
    nonce: challenge.nonce,
    statement: round.statement,
    expires_at: challenge.expires_at,
    options: { ...options },
    words_asked: planned.act === 'sign' ? wordsAsked(challenge.nonce) : [],
  };
}

/**
 * Verifies what a passkey says of an act; keeps its counter.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if it does not verify; ONE_ROOF_PRECONDITION_FAILED without an open challenge.
 */
export async function passkeyProof(
  session: ProductionSession,
  signing: Signing,
  party: RelyingParty,
  { nonce, response }: { nonce: string; response: Record<string, unknown> },
): Promise<Proven> {
  const challenge = await takeChallenge(session, nonce, signing.signer.user);
  const passkeys = await usablePasskeys(session, signing.signer.user, party);
  const used = passkeys.find(({ credential_id }) => credential_id === response['id']);
  if (used === undefined) throw unverified(signing, 'a passkey of this person', 'another one');
  const passkey = { id: used.credential_id, publicKey: used.ssh_public_key, counter: used.counter };
  const round = roundOf(signing, challenge);
  const verified = await verifyAssertion(party, round, response, passkey, new Date());
  if (!verified.ok) throw unverified(signing, verified.expected, verified.found);
  await session.query('select keep_counter($1, $2)', [used.credential_id, verified.counter]);
  return {
    method: 'passkey',
    statement: round.statement,
    publicKey: used.ssh_public_key,
    assertion: verified.stored,
    reauthentication: null,
  };
}

/**
 * Insists on the words that the signer of a sovereign signature reads somewhere else. A passkey shows no content: a page that somebody
 * else controls could show one thing and have another signed. Two of the six words of the packet, from a terminal, a runbook or a phone,
 * tie the touch to what the signer looked at.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if they are other words.
 */
export function requireWords({ request }: Signing, nonce: string, entered: readonly string[]): void {
  const words = digestWords(request.packet_tree_sha256 ?? request.revision_digest).split(' ');
  const asked = wordsAsked(nonce);
  if (asked.every((place, index) => words[place - 1] === entered[index]?.trim().toLowerCase())) return;
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The words do not match what you are about to sign', {
    subject: request.code,
    expected: `words ${asked.join(' and ')} of the ${request.packet_tree_sha256 === null ? 'request' : 'packet'}, as another channel shows them`,
    found: entered.length === 0 ? 'none' : 'other words',
    fix: '`one-roof words FOLDER`, of the packet that you were given, prints them on your own machine; for a request without a packet, `one-roof request show`. If they differ, do not sign: ask who changed what.',
  });
}

/** Two places of the six, another pair for each nonce. */
function wordsAsked(nonce: string): [number, number] {
  const bytes = Buffer.from(nonce, 'base64url');
  const first = (bytes[0] ?? 0) % 6;
  const second = (first + 1 + ((bytes[1] ?? 0) % 5)) % 6;
  return first < second ? [first + 1, second + 1] : [second + 1, first + 1];
}

function roundOf(signing: Signing, { nonce, expires_at: expires }: Challenge): SigningRound {
  // The time of signing that the statement names is that of the challenge, so that it is the same text when the answer comes.
  const statement = statementOf(signing, { nonce, signed: new Date(new Date(expires).getTime() - CHALLENGE_MS) });
  return { digest: signing.request.revision_digest, nonce, user: signing.signer.user, expires, statement };
}

function unverified({ request }: Signing, expected: string, found: string): OneRoofError {
  const fix = 'Start again, and sign with the passkey that the page asks for.';
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', {
    subject: request.code,
    expected,
    found,
    fix,
  });
}
