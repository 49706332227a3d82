import type { RequestDetail } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { enrolledPasskeys } from '../council/own-passkeys.ts';
import type { HolderRow } from './request-holders.ts';

interface About {
  request: Pick<RequestDetail, 'status' | 'subject'>;
  /** Methods that the policy allows. */
  methods: RequestDetail['abilities']['methods'];
  me: HolderRow | undefined;
  /** True if it waits for them to confirm that they filed it. */
  confirm: boolean;
  isMine: boolean;
  user: string | null;
  /** True if the policy lets a session prove votes, confirmations and run permits. */
  bySession: boolean;
}

const OPEN: readonly string[] = ['pending', 'approved', 'conflicted', 'deadlocked', 'expired', 'rejected'];

/** Lists what the reader may do with a request now. The database decides again when they do it. */
export async function abilitiesOf(
  session: ReadSession,
  { request, methods, me, confirm, isMine, user, bySession }: About,
): Promise<RequestDetail['abilities']> {
  const sign = me?.can_sign ?? false;
  const permit =
    request.status === 'approved' &&
    request.subject.startsWith('release:') &&
    me !== undefined &&
    me.seat !== 'ai_council' &&
    me.problem === null;
  const acts = sign || confirm || permit || me?.can_vote === true;
  const hasPasskey =
    acts && user !== null && (await enrolledPasskeys(session, user)).some(({ revoked_at }) => revoked_at === null);
  return {
    vote_as: me?.can_vote === true ? me.seat : null,
    sign,
    confirm,
    permit,
    by_session: bySession,
    key_methods: acts ? (['passkey', 'ssh'] as const).filter((method) => method !== 'passkey' || hasPasskey) : [],
    withdraw: isMine && OPEN.includes(request.status),
    methods: sign ? methods.filter((method) => method !== 'passkey' || hasPasskey) : [],
    why_not: whyNot(request.status, me),
  };
}

function whyNot(status: RequestDetail['status'], me: HolderRow | undefined): string | null {
  if (me === undefined) return 'You hold no seat.';
  if (me.can_vote || me.can_sign) return null;
  if (me.why !== null) return `Your act would not count: ${me.why}.`;
  if (!['pending', 'approved', 'deadlocked'].includes(status)) return `The request is ${status}.`;
  if (me.has_signed) return 'You have signed it.';
  return 'You have voted on it.';
}
