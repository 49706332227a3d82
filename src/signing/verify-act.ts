import { createHash } from 'node:crypto';
import { z } from 'zod';
import { verifyStoredPasskey } from './passkey/passkey-assertion.ts';
import { unpinned } from './trust/pinned-key.ts';
import type { Trust } from './trust/trust.ts';
import type { Refused } from './signature-problem.ts';
import { refused, saidBy } from './signature-problem.ts';
import { Act, parseStatement } from './statement.ts';
import type { Statement } from './statement.ts';
import type { SshPublicKey } from './ssh/ssh-public-key.ts';
import { verifySshSignature } from './ssh/ssh-signature.ts';

/** A time: ISO 8601 with its offset, or what the database driver makes of one. */
export const Time = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime({ offset: true }),
);

/** An act as it is kept, with the request that it is about: a row of v_signed_act joined with its request. */
export const StoredAct = z.object({
  act: Act,
  /** The request and its revision; of a key that is confirmed, none. */
  request_code: z.string().nullable(),
  revision: z.number().int().nullable(),
  revision_digest: z.string(),
  packet_tree_sha256: z.string().nullable(),
  plan_digest: z.string().nullable(),
  expires_at: Time,
  /** The database that the act is kept in: environment_name() (SQL). */
  environment: z.string(),
  choice: z.string().nullable(),
  /** The rationale of a vote, in words. */
  rationale: z.string().nullable(),
  covers: z.string().nullable(),
  /** The person, as the trust file names them. */
  signer: z.string(),
  signer_user: z.string(),
  method: z.string(),
  /** Meaning of a signature, as its row says; null for acts whose row does not keep it. */
  meaning: z.string().nullable(),
  /** The time of receipt, by the clock of the database. */
  signed_at: Time,
  public_key: z.string().nullable(),
  /** `{ signature }` for ssh, StoredPasskey for a passkey. */
  assertion: z.unknown(),
  statement: z.string().nullable(),
});
export type StoredAct = z.infer<typeof StoredAct>;

const SshAssertion = z.object({ signature: z.string() });

/** A clock may be ahead of the server's by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * An act that counts. `proof: 'key'`: a pinned key signed it, which anybody can verify again; `note` says what is to be known of the
 * key besides. `proof: 'session'`: the server says that the person acted; whoever may write its tables could say so too.
 */
export type Verdict =
  | { ok: true; proof: 'key'; pinned: true; key: Pick<SshPublicKey, 'line' | 'fingerprint'>; note: string | null }
  | { ok: true; proof: 'session'; pinned: false; key: null; note: null }
  | Refused;

/**
 * Tells whether an act that was kept says what its row says, for this database, and was signed with a key of that person that was
 * pinned and valid when it was received. Whether it counts besides, the database knows.
 *
 * Never throws: an act that cannot be read does not count.
 *
 * @param at now: a key that is over by then still verifies what was received before, and the verdict says so.
 */
export async function verifyAct(stored: unknown, trust: Trust, at: Date): Promise<Verdict> {
  const parsed = StoredAct.safeParse(stored);
  if (!parsed.success) return refused('signature_unreadable', 'an act as it is kept', saidBy(parsed.error));
  const act = parsed.data;
  // Votes, confirmations and permits by session: whether the policy lets them count, the database says (votes_by_session).
  if (act.method === 'session') return { ok: true, proof: 'session', pinned: false, key: null, note: null };
  if (act.method === 'password')
    return statementMismatch(act) ?? { ok: true, proof: 'session', pinned: false, key: null, note: null };
  const verified = await verifyKey(act);
  if (!verified.ok) return verified;
  const { line, fingerprint } = verified.key;
  const received = new Date(act.signed_at);
  const problem = unpinned(trust, act.signer, verified.key, received);
  if (problem !== null) return problem;
  const over = received < at && unpinned(trust, act.signer, verified.key, at) !== null;
  const note = over
    ? `the key is not valid any more; this was received at ${received.toISOString()}, when it was`
    : null;
  return { ok: true, proof: 'key', pinned: true, key: { line, fingerprint }, note };
}

/** Verifies that an act says what its row says, and which key signed it. Whose key that is, is another question: see unpinned(). */
export async function verifyKey(act: StoredAct): Promise<{ ok: true; key: SshPublicKey } | Refused> {
  const mismatch = statementMismatch(act);
  if (mismatch !== null) return mismatch;
  const verified = await verifyProof(act);
  if (!verified.ok || act.public_key === null || act.public_key === verified.key.line) return verified;
  return refused('key_mismatch', 'a signature by the key that the row names', `one by ${verified.key.fingerprint}`);
}

async function verifyProof({
  method,
  assertion,
  statement,
  ...row
}: StoredAct): Promise<{ ok: true; key: SshPublicKey } | Refused> {
  if (method === 'ssh') {
    const parsed = SshAssertion.safeParse(assertion);
    if (parsed.success) return verifySshSignature(parsed.data.signature, statement ?? '');
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
    ['nonce', parseStatement(round.statement)?.nonce ?? null, round.nonce],
  ]);
  if (difference !== null) return difference;
  if (new Date(row.signed_at) <= new Date(round.expires)) return verified;
  return refused('signed_too_late', `a signature until ${round.expires}`, `one at ${row.signed_at}`);
}

/** Compares the statement with its row, in every word. */
function statementMismatch(row: StoredAct): Refused | null {
  const said: Statement | null = parseStatement(row.statement ?? '');
  if (said === null) return refused('statement_mismatch', 'a statement in its one form', 'something else');
  const difference = firstDifference([
    ['act', row.act, said.act],
    ['request', row.request_code, said.request],
    ['revision', row.revision, said.revision],
    ['digest', row.revision_digest, said.digest],
    ['packet', row.packet_tree_sha256, said.packet],
    ['plan', row.plan_digest, said.plan],
    ['environment', row.environment, said.environment],
    ['choice', row.choice, said.choice],
    ['rationale', row.rationale === null ? null : textDigest(row.rationale), said.rationale],
    ['covers', row.covers, said.covers],
    ['signer', row.signer, said.signer],
    ['meaning', row.meaning ?? said.meaning, said.meaning],
    ['expires', new Date(row.expires_at).toISOString(), said.expires],
  ]);
  if (difference !== null) return difference;
  const received = new Date(row.signed_at);
  if (received > new Date(said.expires))
    return refused('signed_too_late', `a signature until ${said.expires}`, `one at ${row.signed_at}`);
  if (new Date(said.signed).getTime() <= received.getTime() + CLOCK_SKEW_MS) return null;
  return refused('statement_mismatch', `signed before it was received (${row.signed_at})`, `signed: ${said.signed}`);
}

/** sha256 of a text in UTF-8, as statements name a rationale. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function firstDifference(
  pairs: readonly (readonly [string, string | number | null, string | number | null])[],
): Refused | null {
  const different = pairs.find(([, expected, found]) => expected !== found);
  if (different === undefined) return null;
  const [name, expected, found] = different;
  return refused('statement_mismatch', `${name}: ${String(expected ?? 'none')}`, `${name}: ${String(found ?? 'none')}`);
}
