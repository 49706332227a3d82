import type { z } from 'zod';
import type { COMMANDS } from '../../../contract/commands.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import { requireProposal } from '../requests/require-proposal.ts';
import { withConstraintErrors } from '../../errors/constraint-error.ts';

/** Body of a new request. */
export type NewRequest = z.output<(typeof COMMANDS)['createRequest']['body']>;

const DAY = 86_400_000;
const USUAL_DAYS = 14;

/**
 * Files a request in the name of a Directus user. Within actAsPerson() it is confirmed at once; an operator at the command line
 * files in somebody's name, who confirms it later (profile two_person). What of the row the table rule writes is left to it.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if the code is taken, ONE_ROOF_BAD_REQUEST for what could not be carried out; what request_guard (SQL) refuses.
 */
export async function createRequest(
  session: ProductionSession,
  asked: NewRequest,
  proposer: string,
  createdBy: string,
): Promise<void> {
  requireProposal(asked.subject, asked.proposed_action);
  // To the millisecond, as a signed statement says it.
  const expires = asked.expires_at === undefined ? new Date(Date.now() + USUAL_DAYS * DAY) : new Date(asked.expires_at);
  await withConstraintErrors(
    () =>
      session.query(
        `select from file_request(p_code => $1, p_subject => $2, p_title => $3, p_action => $4, p_action_code => $5,
           p_proposed_action => $6, p_evidence => $7, p_packet => $8, p_plan => $9, p_priority => $10, p_proposer => $11,
           p_expires => $12, p_by => $13)`,
        [
          asked.code,
          asked.subject,
          asked.title,
          asked.action,
          asked.proposed_action_code,
          JSON.stringify(asked.proposed_action),
          JSON.stringify(asked.evidence),
          asked.packet_tree_sha256,
          asked.plan_digest,
          asked.priority,
          proposer,
          expires.toISOString(),
          createdBy,
        ],
      ),
    `Request ${asked.code}`,
    { expected: 'a code that no request has', found: asked.code, fix: 'Choose another code.' },
  );
}
