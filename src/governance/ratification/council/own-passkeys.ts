import { z } from 'zod';
import { Passkey } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { RequestReader } from '../request-reader.ts';
import { trustInForce } from './enrolled-trust.ts';
import { unpinned } from '../../../signing/trust/pinned-key.ts';
import type { Trust } from '../read-trust.ts';
import { parseSshPublicKey } from '../../../signing/ssh/ssh-public-key.ts';
import { NAMESPACE } from '../../../signing/ssh/ssh-signature.ts';

const Enrolled = Passkey.pick({ credential_id: true, label: true, created_at: true, revoked_at: true }).extend({
  ssh_public_key: z.string(),
  rp_id: z.string(),
  transports: z.array(z.string()),
  counter: z.coerce.number(),
  /** The name under which the trust file would have it. */
  person: z.string(),
});
export type EnrolledPasskey = z.infer<typeof Enrolled>;

/** The passkeys that a person enrolled, with those they gave up. */
export async function enrolledPasskeys(session: ReadSession, user: string): Promise<EnrolledPasskey[]> {
  return parseRows(
    Enrolled,
    await session.query(
      `select c.credential_id, c.label, c.created_at, c.revoked_at, c.ssh_public_key, c.rp_id, c.transports, c.counter,
         coalesce(s.person, d.email, c.user_id::text) as person
       from governance_credential c
       left join governance_seat s on s.user_id = c.user_id and s.vacated_at is null
       left join lateral directus_person(c.user_id) d on true
       where c.user_id = $1::uuid
       order by c.created_at, c.credential_id`,
      [user],
    ),
  );
}

/** The passkeys of whoever asks. */
export async function ownPasskeys(session: ReadSession, { user }: RequestReader, file: Trust): Promise<Passkey[]> {
  if (user === null) return [];
  const trust = await trustInForce(session, file);
  return (await enrolledPasskeys(session, user)).map((passkey) => wirePasskey(passkey, trust));
}

/** As it goes over the wire: with whether it is pinned, and the line that pins it. */
export function wirePasskey({ person, ssh_public_key, ...enrolled }: EnrolledPasskey, trust: Trust): Passkey {
  const { credential_id, label, created_at, revoked_at } = enrolled;
  const pinned = unpinned(trust, person, parseSshPublicKey(ssh_public_key), new Date()) === null;
  const trustLine = `${person} namespaces="${NAMESPACE}" ${ssh_public_key}`;
  return { credential_id, label, created_at, revoked_at, pinned, trust_line: trustLine };
}
