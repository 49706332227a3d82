import { z } from 'zod';
import type { RequestDetail } from '../../contract/ratification.ts';
import { SigningMethod } from '../../contract/ratification.ts';
import type { Session } from '../../database/session.ts';
import { parseRows } from '../parse-rows.ts';
import type { Trust } from './read-trust.ts';
import { StoredSignature, verifySignature } from './verify-signature.ts';

const BoundSignature = StoredSignature.extend({
  signature_id: z.string(),
  subject: z.string(),
  method: SigningMethod,
  printed_name: z.string(),
  status: z.string(),
  /** Why the database does not count it. */
  problem: z.string().nullable(),
});
type BoundSignature = z.infer<typeof BoundSignature>;

/** A signature, and why it does not count: by what the database knows, then by what it proves. */
export interface JudgedSignature {
  signature: BoundSignature;
  problem: string | null;
  expected: string | null;
  found: string | null;
  fix: string | null;
}

/** The signatures on the present revision of these requests. */
export async function boundSignatures(session: Session, codes: readonly string[]): Promise<BoundSignature[]> {
  return parseRows(
    BoundSignature,
    await session.query('select * from v_bound_signature where request_code::text = any ($1) order by signed_at, signature_id', [codes]),
  );
}

/** The signatures that the database counts for an open release: ospa (SQL), row by row. */
export async function releaseSignatures(session: Session, packet: string | null): Promise<BoundSignature[]> {
  return parseRows(
    BoundSignature,
    await session.query(
      `select * from v_bound_signature
       where problem is null and status = 'approved' and subject like 'release:%' and ($1::text is null or packet_tree_sha256 = $1)
       order by signed_at desc, signature_id
       limit 500`,
      [packet],
    ),
  );
}

/** Judges signatures at a moment; see verifySignature(). Never throws. */
export function judgeSignatures(signatures: readonly BoundSignature[], trust: Trust, at: Date): Promise<JudgedSignature[]> {
  return Promise.all(
    signatures.map(async (signature) => {
      if (signature.problem !== null) return { signature, problem: signature.problem, expected: null, found: null, fix: null };
      const verdict = await verifySignature(signature, trust, at);
      if (verdict.ok) return { signature, problem: null, expected: null, found: null, fix: null };
      const { problem, expected, found, fix } = verdict;
      return { signature, problem, expected, found, fix };
    }),
  );
}

/** As it goes over the wire. */
export function wireSignature({ signature, problem, fix }: JudgedSignature): RequestDetail['signature_list'][number] {
  const { signer: person, method, meaning, printed_name, signed_at } = signature;
  return { person, method, meaning, printed_name, signed_at, problem, fix };
}
