import type { ReadSession } from '../../../database/sessions/session.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { OPERATOR } from '../request-reader.ts';
import { awaitsConfirmation } from './list-requests.ts';
import { requestHolders } from './request-holders.ts';
import { requestRow } from './request-row.ts';
import { signedChanges } from './signed-changes.ts';
import { changeLines } from './change-lines.ts';
import { markdown, markdownList, paragraphs } from '../../../text/markdown.ts';
import type { Markdown } from '../../../text/markdown.ts';
import { logLine } from '../../../text/terminal.ts';
import type { LogLine } from '../../../text/terminal.ts';

/**
 * Message that asks some people to act on a request. Its subject is the same for everybody and differs for each
 * revision.
 */
export interface Call {
  subject: LogLine;
  message: Markdown;
  /** Ids of Directus users. */
  recipients: string[];
}

/** Whom a request waits for now, and for what. */
export async function requestCalls(session: ReadSession, code: string): Promise<Call[]> {
  const request = await requestRow(session, code, OPERATOR);
  const changes = signedChanges(request.proposed_action);
  const holders = await requestHolders(session, [code]);
  const about = (what: string) => logLine(`${what} on request ${code}, revision ${request.revision}`);
  const message = paragraphs(
    `${request.title} (${request.subject}), filed by ${request.proposer}.`,
    ...(changes === null ? [] : ['What changes:', markdownList(changeLines(changes, 5))]),
    `Its words are: ${digestWords(request.revision_digest)}.`,
    markdown`[Read it](/admin/one-roof/ratification/${code})`,
  );
  const awaits = awaitsConfirmation(request.status, request.confirmed_at);
  return [
    {
      subject: about('Your vote is needed'),
      recipients: holders.filter(({ vote_needed }) => vote_needed).map(({ user_id }) => user_id),
    },
    {
      subject: about('Your signature is needed'),
      recipients: holders.filter(({ can_sign }) => can_sign).map(({ user_id }) => user_id),
    },
    { subject: about('Confirm that you filed it'), recipients: awaits ? [request.proposer_user] : [] },
  ]
    .filter(({ recipients }) => recipients.length > 0)
    .map((call) => ({ ...call, message }));
}
