import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import { EnrolledKey } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { RequestReader } from '../request-reader.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { trustInForce } from './enrolled-trust.ts';
import { unpinned } from '../../../signing/trust/pinned-key.ts';
import type { Trust } from '../read-trust.ts';
import { parseSshPublicKey } from '../../../signing/ssh/ssh-public-key.ts';
import { NAMESPACE } from '../../../signing/ssh/ssh-signature.ts';
import { textDigest } from '../../../signing/verify-act.ts';

/** ISO 8601 in UTC, for to_char (SQL). */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

const Row = EnrolledKey.pick({
  credential_id: true,
  person: true,
  label: true,
  created_at: true,
  confirmed_by: true,
  can_confirm: true,
}).extend({
  key: z.string(),
});

/**
 * The keys in force that people enrolled, with who confirmed that they are theirs. For whoever may see all requests; others see none.
 *
 * @param credential only this one.
 */
export async function enrolledKeys(
  session: ReadSession,
  { user, all }: RequestReader,
  file: Trust,
  credential: string | null = null,
): Promise<EnrolledKey[]> {
  if (!all) return [];
  const trust = await trustInForce(session, file);
  const rows = parseRows(
    Row,
    await session.query(
      `select c.credential_id, c.label, c.created_at, c.ssh_public_key as key, coalesce(s.person, d.email, c.user_id::text) as person,
         coalesce(k.confirmed_by, '[]') as confirmed_by,
         exists (select from current_policy() p where p.pinning = 'enrolled')
           and $1::uuid is not null and not same_human($1::uuid, c.user_id)
           and not exists (
             select from governance_key_confirmation o where o.credential_id = c.credential_id and o.signer_user = $1::uuid)
           and seat_problem($1::uuid, array['president', 'council'], clock_timestamp()) is null as can_confirm
       from governance_credential c
       left join governance_seat s on s.user_id = c.user_id and s.vacated_at is null
       left join lateral directus_person(c.user_id) d on true
       left join lateral (
         select jsonb_agg(jsonb_build_object('person', o.signer, 'signed_at', to_char(o.signed_at at time zone 'UTC', $3), 'withdrawn_at', to_char(o.withdrawn_at at time zone 'UTC', $3)) order by o.id) as confirmed_by
         from governance_key_confirmation o where o.credential_id = c.credential_id
       ) k on true
       where c.revoked_at is null and ($2::text is null or c.credential_id = $2)
       order by c.created_at, c.credential_id`,
      [user, credential, ISO],
    ),
  );
  return rows.map(({ key: line, ...row }) => {
    const key = parseSshPublicKey(line);
    return {
      ...row,
      fingerprint: key.fingerprint,
      words: digestWords(textDigest(line)),
      pinned: unpinned(trust, row.person, key, new Date()) === null,
      trust_line: `${row.person} namespaces="${NAMESPACE}" ${line}`,
    };
  });
}

/** One of them. @throws OneRoofError ONE_ROOF_NOT_FOUND without such a key in force. */
export async function oneKey(
  session: ReadSession,
  reader: RequestReader,
  file: Trust,
  credential: string,
): Promise<EnrolledKey> {
  const [key] = await enrolledKeys(session, reader, file, credential);
  if (key !== undefined) return key;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'There is no such key, or it was revoked', { subject: credential });
}
