import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandBody, CommandData } from '../../../contract/commands.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import { enrolledPasskeys } from '../council/own-passkeys.ts';
import type { EnrolledPasskey } from '../council/own-passkeys.ts';
import { possessionOptions, verifyPossession } from '../../../signing/passkey/passkey-possession.ts';
import { registrationOptions, verifyRegistration } from '../../../signing/passkey/passkey-registration.ts';
import type { Trust } from '../read-trust.ts';
import type { RelyingParty } from '../../../signing/passkey/relying-party.ts';
import { openChallenge } from './challenges.ts';
import { withConstraintErrors } from '../../errors/constraint-error.ts';
import { signerOf } from './signing.ts';

/** Begins to enrol a passkey of one's own. */
export async function beginEnrolment(
  session: ProductionSession,
  user: string,
  party: RelyingParty,
): Promise<CommandData<'enrolOptions'>> {
  const { nonce } = await openChallenge(session, 'enrol', user, null);
  const { email, first_name, last_name } = await signerOf(session, user);
  const known = (await enrolledPasskeys(session, user)).filter(({ revoked_at }) => revoked_at === null);
  const options = await registrationOptions(
    party,
    { id: user, name: email, displayName: `${first_name} ${last_name}`.trim() || email },
    nonce,
    known.map(({ credential_id }) => credential_id),
  );
  return { nonce, options: { ...options }, possession: { ...(await possessionOptions(party, nonce)) } };
}

/**
 * Enrols a passkey that the person can sign with. credential_guard (SQL) consumes the challenge; a key belongs to one person.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if what the browser sent does not verify, or the trust file names the key as somebody else's.
 */
export async function enrol(
  session: ProductionSession,
  user: string,
  { nonce, label, response, possession }: CommandBody<'enrol'>,
  party: RelyingParty,
  trust: Trust,
): Promise<string> {
  const registered = await verifyRegistration(party, response, nonce);
  if (!registered.ok) throw notEnrolled(registered);
  const { id, cose, publicKey, transports, synced } = registered.passkey;
  const possessed = await verifyPossession(party, possession, nonce, registered.passkey);
  if (!possessed.ok) throw notEnrolled(possessed);
  const { counter } = possessed;
  const { person } = await signerOf(session, user);
  const others = trust.keys.filter(
    ({ key, principals }) => key.line === publicKey && principals.some((name) => name !== person),
  );
  if (others.length > 0) {
    const found = `a key of ${[...new Set(others.flatMap(({ principals }) => principals))].join(', ')}`;
    throw notEnrolled({
      expected: `a key of ${person}, as the trust file has it`,
      found,
      fix: 'Enrol a key of your own.',
    });
  }
  await withConstraintErrors(
    () =>
      session.query(
        `select enrol_credential(p_nonce => $1, p_credential_id => $2, p_user => $3, p_label => $4, p_public_key => $5,
           p_ssh_public_key => $6, p_rp_id => $7, p_transports => $8, p_counter => $9, p_backed_up => $10, p_by => $11)`,
        [nonce, id, user, label, cose, publicKey, party.id, transports, counter, synced, `directus:${user}`],
      ),
    'The passkey',
    {
      expected: 'a passkey with a key that was not enrolled before',
      found: 'one that is enrolled already, even if it was revoked since',
      fix: 'Make a new one on your device, and enrol that.',
    },
  );
  return id;
}

function notEnrolled({ expected, found, fix }: { expected: string; found: string; fix: string }): OneRoofError {
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The passkey is not enrolled', { expected, found, fix });
}

/** Gives a passkey of one's own up. */
export async function revokePasskey(session: ProductionSession, user: string, credentialId: string): Promise<void> {
  const { revoked } = parseRow(
    z.object({ revoked: z.boolean() }),
    await session.query('select revoke_credential($1, $2, $3) as revoked', [credentialId, user, `directus:${user}`]),
  );
  if (revoked) return;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'You have no such passkey, or it was revoked before', {
    subject: credentialId,
  });
}

/** One passkey of a person. */
export async function onePasskey(session: ReadSession, user: string, credentialId: string): Promise<EnrolledPasskey> {
  const found = (await enrolledPasskeys(session, user)).find(({ credential_id }) => credential_id === credentialId);
  if (found !== undefined) return found;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'You have no such passkey', { subject: credentialId });
}
