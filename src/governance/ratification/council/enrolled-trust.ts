import { z } from 'zod';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { confirmedKeys } from '../../../signing/trust/confirmed-keys.ts';
import type { KeyConfirmation } from '../../../signing/trust/confirmed-keys.ts';
import { keyCovers } from '../../../signing/key-statement.ts';
import { signsForUs } from '../../../signing/trust/pinned-key.ts';
import type { Trust } from '../read-trust.ts';
import { parseSshPublicKey } from '../../../signing/ssh/ssh-public-key.ts';
import type { SshPublicKey } from '../../../signing/ssh/ssh-public-key.ts';
import { SshFormatError } from '../../../signing/ssh/ssh-wire.ts';
import { textDigest, Time, verifyKey } from '../../../signing/verify-act.ts';

/** A row of v_key_confirmation (SQL). */
const Confirmation = z.object({
  credential_id: z.string(),
  key: z.string(),
  revoked_at: Time.nullable(),
  holder: z.string(),
  signer: z.string(),
  signer_user: z.string(),
  method: z.string(),
  statement: z.string(),
  public_key: z.string(),
  assertion: z.unknown(),
  expires_at: Time,
  signed_at: Time,
  withdrawn_at: Time.nullable(),
  problem: z.string().nullable(),
  environment: z.string(),
});
type Confirmation = z.infer<typeof Confirmation>;

const KNOWN = `
  select
    (select coalesce(jsonb_agg(to_jsonb(c) order by c.id), '[]') from v_key_confirmation c) as confirmations,
    (select coalesce(jsonb_agg(distinct s.person), '[]') from governance_seat s) as seated,
    coalesce((select p.pinning = 'enrolled' from governance_policy p order by p.id limit 1), false) as from_start`;

/**
 * Adds the keys that people confirmed with signatures to those that the trust file names. Where the file names a key, the file alone says
 * for how long. A file that is there and cannot be used leaves nobody trusted, as ever.
 *
 * It starts with two people who confirm each other only where the plan said `pinning: enrolled` from the start and the trust file names
 * nobody who ever held a seat. Otherwise it starts in the trust file.
 */
export async function withConfirmedKeys(session: ReadSession, file: Trust): Promise<Trust> {
  if (file.fault !== null && file.absent !== true) return file;
  const { confirmations, seated, from_start } = parseRow(
    z.object({ confirmations: z.array(Confirmation), seated: z.array(z.string()), from_start: z.boolean() }),
    await session.query(KNOWN),
  );
  const verified = (await Promise.all(confirmations.map(verifiedConfirmation))).filter(
    (confirmation) => confirmation !== null,
  );
  const named = file.keys.filter((trusted) => signsForUs(trusted));
  const startsInFile =
    !from_start || named.some(({ principals }) => principals.some((person) => seated.includes(person)));
  const confirmed = confirmedKeys(named, !startsInFile, verified).filter(({ key }) =>
    named.every((line) => line.key.line !== key.line),
  );
  return { keys: [...file.keys, ...confirmed], fault: null, pinning: 'enrolled' };
}

/** Whose keys count for what people are about to do: by the policy in force. */
export async function trustInForce(session: ReadSession, file: Trust): Promise<Trust> {
  const { enrolled } = parseRow(
    z.object({ enrolled: z.boolean() }),
    await session.query(`select exists (select from current_policy() p where p.pinning = 'enrolled') as enrolled`),
  );
  return enrolled ? withConfirmedKeys(session, file) : file;
}

async function verifiedConfirmation(row: Confirmation): Promise<KeyConfirmation | null> {
  const key = readKey(row.key);
  if (key === null) return null;
  const verified = await verifyKey({
    act: 'pin',
    request_code: null,
    revision: null,
    revision_digest: textDigest(row.key),
    packet_tree_sha256: null,
    plan_digest: null,
    expires_at: row.expires_at,
    environment: row.environment,
    choice: null,
    rationale: null,
    covers: keyCovers(key, row.holder),
    signer: row.signer,
    signer_user: row.signer_user,
    method: row.method,
    meaning: null,
    signed_at: row.signed_at,
    public_key: row.public_key,
    assertion: row.assertion,
    statement: row.statement,
  });
  if (!verified.ok) return null;
  const { holder, signer, problem } = row;
  const end = (time: string | null) => (time === null ? null : new Date(time));
  return {
    holder,
    key,
    revoked: end(row.revoked_at),
    signer,
    by: verified.key,
    at: new Date(row.signed_at),
    withdrawn: end(row.withdrawn_at),
    problem,
  };
}

/** A key as it was enrolled; null for what somebody wrote into the table that is none. */
function readKey(line: string): SshPublicKey | null {
  try {
    return parseSshPublicKey(line);
  } catch (error) {
    if (error instanceof SshFormatError) return null;
    throw error;
  }
}
