import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData } from '../../../contract/commands.ts';
import type { Session } from '../../../database/session.ts';
import { enrolledPasskeys } from '../own-passkeys.ts';
import type { EnrolledPasskey } from '../own-passkeys.ts';
import { registrationOptions, verifyRegistration } from '../passkey-registration.ts';
import type { RelyingParty } from '../relying-party.ts';
import { openChallenge } from './challenges.ts';
import { refusingBadRows } from './constraint-error.ts';
import { signerOf } from './signing.ts';

/** Begins to enrol a passkey of one's own. */
export async function beginEnrolment(session: Session, user: string, party: RelyingParty): Promise<CommandData<'enrolOptions'>> {
  const { nonce } = await openChallenge(session, 'enrol', user, null);
  const { email, first_name, last_name } = await signerOf(session, user);
  const known = (await enrolledPasskeys(session, user)).filter(({ revoked_at }) => revoked_at === null);
  const options = await registrationOptions(
    party,
    { id: user, name: email, displayName: `${first_name} ${last_name}`.trim() || email },
    nonce,
    known.map(({ credential_id }) => credential_id),
  );
  return { nonce, options: { ...options } };
}

/**
 * Enrols a passkey. credential_guard (SQL) consumes the challenge.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if what the browser sent does not verify.
 */
export async function enrol(
  session: Session,
  user: string,
  { nonce, label, response }: { nonce: string; label: string; response: Record<string, unknown> },
  party: RelyingParty,
): Promise<string> {
  const verified = await verifyRegistration(party, response, nonce);
  if (!verified.ok) {
    const { expected, found, fix } = verified;
    throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The passkey is not enrolled', { expected, found, fix });
  }
  const { id, cose, publicKey, transports, counter, synced } = verified.passkey;
  await session.query(`select set_config('one_roof.challenge', $1, true)`, [nonce]);
  await refusingBadRows(
    () =>
      session.query(
        `insert into governance_credential
           (credential_id, user_id, label, public_key, ssh_public_key, rp_id, transports, counter, backed_up, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [id, user, label, cose, publicKey, party.id, transports, counter, synced, `directus:${user}`],
      ),
    'The passkey',
  );
  return id;
}

/** Gives a passkey of one's own up. */
export async function revokePasskey(session: Session, user: string, credentialId: string): Promise<void> {
  const { rowCount } = await session.query(
    `update governance_credential set revoked_at = clock_timestamp(), revoked_by = $3
     where credential_id = $1 and user_id = $2::uuid and revoked_at is null`,
    [credentialId, user, `directus:${user}`],
  );
  if (rowCount === 1) return;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'You have no such passkey, or gave it up before', { subject: credentialId });
}

/** One passkey of a person. */
export async function onePasskey(session: Session, user: string, credentialId: string): Promise<EnrolledPasskey> {
  const found = (await enrolledPasskeys(session, user)).find(({ credential_id }) => credential_id === credentialId);
  if (found !== undefined) return found;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'You have no such passkey', { subject: credentialId });
}
