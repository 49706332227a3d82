import { z } from 'zod';
import { verifyStoredPasskey } from './passkey-assertion.ts';
import { unpinned } from './pinned-key.ts';
import type { Trust } from './read-trust.ts';
import type { Refused } from './signature-problem.ts';
import { refused, saidBy } from './signature-problem.ts';
import { parseStatement } from './signature-statement.ts';
import type { Statement } from './signature-statement.ts';
import type { SshPublicKey } from './ssh-public-key.ts';
import { verifySshSignature } from './ssh-signature.ts';

/** A time: ISO 8601 with its offset, or what the database driver makes of one. */
export const Time = z.preprocess((value) => (value instanceof Date ? value.toISOString() : value), z.iso.datetime({ offset: true }));

/** A signature as it is kept, with what it is about: a row of v_bound_signature. */
export const StoredSignature = z.object({
  request_code: z.string(),
  revision: z.number().int(),
  revision_digest: z.string(),
  packet_tree_sha256: z.string().nullable(),
  plan_digest: z.string().nullable(),
  expires_at: Time,
  /** The person, as the trust file names them. */
  signer: z.string(),
  signer_user: z.string(),
  method: z.string(),
  meaning: z.string(),
  signed_at: Time,
  public_key: z.string().nullable(),
  /** `{ signature }` for ssh, StoredPasskey for a passkey. */
  assertion: z.unknown(),
  statement: z.string(),
});
export type StoredSignature = z.infer<typeof StoredSignature>;

const SshAssertion = z.object({ signature: z.string() });

/**
 * A signature that counts. `proof: 'key'`: a key that is pinned signed, which anybody can verify again. `proof: 'session'`: the
 * server says that the person gave their password; whoever may write its tables could say so too.
 */
export type Verdict =
  | { ok: true; proof: 'key'; pinned: true; key: Pick<SshPublicKey, 'line' | 'fingerprint'> }
  | { ok: true; proof: 'session'; pinned: false; key: null }
  | Refused;

/**
 * Whether a signature that was kept says what its row says, was made with that person's key, and that key is pinned at `at` (now,
 * for a signature that is to open something). Whether it counts besides, the database knows: v_bound_signature.problem.
 *
 * Never throws: what cannot be read does not count.
 */
export async function verifySignature(stored: unknown, trust: Trust, at: Date): Promise<Verdict> {
  const parsed = StoredSignature.safeParse(stored);
  if (!parsed.success) return refused('signature_unreadable', 'a signature as it is kept', saidBy(parsed.error));
  const signature = parsed.data;
  const mismatch = statementMismatch(signature);
  if (mismatch !== null) return mismatch;
  if (signature.method === 'password') return { ok: true, proof: 'session', pinned: false, key: null };
  const verified = await verifyProof(signature);
  if (!verified.ok) return verified;
  const { line, fingerprint } = verified.key;
  if (signature.public_key !== null && signature.public_key !== line)
    return refused('key_mismatch', 'a signature by the key that the row names', `one by ${fingerprint}`);
  return unpinned(trust, signature.signer, verified.key, at) ?? { ok: true, proof: 'key', pinned: true, key: { line, fingerprint } };
}

async function verifyProof({ method, assertion, statement, ...row }: StoredSignature): Promise<{ ok: true; key: SshPublicKey } | Refused> {
  if (method === 'ssh') {
    const parsed = SshAssertion.safeParse(assertion);
    if (parsed.success) return verifySshSignature(parsed.data.signature, statement);
    return refused('signature_unreadable', 'the file that ssh-keygen -Y sign wrote', saidBy(parsed.error));
  }
  if (method !== 'passkey') return refused('method_unknown', 'passkey, ssh or password', method);
  const verified = await verifyStoredPasskey(assertion);
  if (!verified.ok) return verified;
  const { round } = verified;
  const difference = firstDifference([
    ['statement', statement, round.statement],
    ['digest', row.revision_digest, round.digest],
    ['user', row.signer_user, round.user],
  ]);
  if (difference !== null) return difference;
  if (new Date(row.signed_at) <= new Date(round.expires)) return verified;
  return refused('signed_too_late', `a signature until ${round.expires}`, `one at ${row.signed_at}`);
}

/** What was signed is what the row says, in every word. */
function statementMismatch(row: StoredSignature): Refused | null {
  const said: Statement | null = parseStatement(row.statement);
  if (said === null) return refused('statement_mismatch', 'a statement in its one form', 'something else');
  const difference = firstDifference([
    ['request', row.request_code, said.request],
    ['revision', row.revision, said.revision],
    ['digest', row.revision_digest, said.digest],
    ['packet', row.packet_tree_sha256, said.packet],
    ['plan', row.plan_digest, said.plan],
    ['signer', row.signer, said.signer],
    ['meaning', row.meaning, said.meaning],
    ['expires', new Date(row.expires_at).toISOString(), said.expires],
  ]);
  if (difference !== null) return difference;
  if (new Date(row.signed_at) <= new Date(said.expires)) return null;
  return refused('signed_too_late', `a signature until ${said.expires}`, `one at ${row.signed_at}`);
}

function firstDifference(pairs: readonly (readonly [string, string | number | null, string | number | null])[]): Refused | null {
  const different = pairs.find(([, expected, found]) => expected !== found);
  if (different === undefined) return null;
  const [name, expected, found] = different;
  return refused('statement_mismatch', `${name}: ${String(expected ?? 'none')}`, `${name}: ${String(found ?? 'none')}`);
}
