import { printStatement } from '../../signing/statement.ts';
import type { Statement } from '../../signing/statement.ts';
import type { RequestRow } from './requests/request-row.ts';
import { textDigest } from '../../signing/verify-act.ts';

/** An act as somebody is about to do it, with what belongs to it. */
export type PlannedAct =
  | { act: 'vote'; choice: NonNullable<Statement['choice']>; rationale: string }
  | { act: 'sign'; meaning: string }
  | { act: 'permit'; covers: string }
  | { act: 'confirm' };

/** The meaning of each act but the signature, whose signer says it. */
const MEANINGS = {
  vote: 'This is my vote on exactly this request.',
  permit: 'I permit one run of exactly this release.',
  confirm: 'I filed this request and stand by it.',
} as const;

/** The surroundings of a statement: the database that it is for, a nonce where the server issued one, and the time. */
export interface StatementFrame {
  environment: string;
  nonce: string | null;
  signed: Date;
}

/** The statement that a person signs for an act about the present revision of a request; `person` as the trust file names them. */
export function personStatement(
  request: RequestRow,
  person: string,
  planned: PlannedAct,
  frame: StatementFrame,
): string {
  return printStatement({
    act: planned.act,
    request: request.code,
    revision: request.revision,
    digest: request.revision_digest,
    packet: request.packet_tree_sha256,
    plan: request.plan_digest,
    environment: frame.environment,
    choice: planned.act === 'vote' ? planned.choice : null,
    rationale: planned.act === 'vote' ? textDigest(planned.rationale) : null,
    covers: planned.act === 'permit' ? planned.covers : null,
    signer: person,
    meaning: planned.act === 'sign' ? planned.meaning : MEANINGS[planned.act],
    nonce: frame.nonce,
    signed: frame.signed.toISOString(),
    expires: new Date(request.expires_at).toISOString(),
  });
}
