import type { RequestSummary } from '../../../contract/answers/ratification.ts';
import type { Query } from '../../../contract/routes.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { keysetPage } from '../../ownership/keyset-page.ts';
import type { List, Page } from '../../ownership/keyset-page.ts';
import type { RequestReader } from '../request-reader.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { requestHolders, waitsFor } from './request-holders.ts';
import type { Trust } from '../read-trust.ts';
import { RequestRow } from './request-row.ts';
import { countVerified } from './verified-acts.ts';

const COLUMNS = [
  'code',
  'subject',
  'title',
  'status',
  'risk_level',
  'priority',
  'revision',
  'revision_digest',
  'proposer',
  'proposer_user',
  'created_at',
  'expires_at',
  'confirmed_at',
  'votes',
  'signatures',
];

const Row = RequestRow.omit({
  action: true,
  proposed_action_code: true,
  proposed_action: true,
  evidence: true,
  packet_tree_sha256: true,
  plan_digest: true,
  superseded_by: true,
  withdrawn_reason: true,
});

const requests = {
  view: 'v_request',
  columns: Object.fromEntries(COLUMNS.map((name) => [name, name])),
  sorts: { created_at: ['created_at'], expires_at: ['expires_at'], code: ['code'] },
  key: ['code'],
  filters: { status: 'status = ?', subject: 'subject = ?', proposer_user: 'proposer_user = ?::uuid' },
  row: Row,
} satisfies List<typeof Row>;

/** The requests that the reader may see, page by page. */
export async function listRequests(
  session: ReadSession,
  query: Query<'requests'>,
  { user, all }: RequestReader,
  trust: Trust,
): Promise<Page<RequestSummary>> {
  await countVerified(session, trust);
  const page = await keysetPage(session, requests, { ...query, proposer_user: all ? undefined : user });
  const holders =
    user === null
      ? []
      : await requestHolders(
          session,
          page.rows.map(({ code }) => code),
          user,
        );
  const waiting = new Set(holders.filter(waitsFor).map(({ request_code }) => request_code));
  return {
    next: page.next,
    rows: page.rows.map(({ proposer_user, confirmed_at, ...row }) => ({
      ...row,
      words: digestWords(row.revision_digest),
      waits_for_me: waiting.has(row.code) || (proposer_user === user && awaitsConfirmation(row.status, confirmed_at)),
    })),
  };
}

/** Tells whether the proposer has yet to confirm the request in a session of their own. */
export function awaitsConfirmation(status: RequestSummary['status'], confirmedAt: string | null): boolean {
  return confirmedAt === null && (status === 'pending' || status === 'approved');
}
