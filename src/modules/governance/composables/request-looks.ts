import type { RequestStatus, VoteChoice } from '../../../contract/answers/ratification.ts';

interface Look {
  icon: string;
  color: string;
}

const GOOD = 'var(--theme--success, #2ecda7)';
const WAITING = 'var(--theme--warning, #ffa439)';
const BAD = 'var(--theme--danger, #e35169)';
const OVER = 'var(--theme--foreground-subdued, #a2b5cd)';

/** The icon and colour of each status. */
export const STATUS_LOOKS: Readonly<Record<RequestStatus, Look>> = {
  pending: { icon: 'hourglass_top', color: WAITING },
  approved: { icon: 'how_to_reg', color: GOOD },
  rejected: { icon: 'block', color: BAD },
  conflicted: { icon: 'call_split', color: BAD },
  superseded: { icon: 'low_priority', color: OVER },
  withdrawn: { icon: 'undo', color: OVER },
  deadlocked: { icon: 'person_off', color: BAD },
  expired: { icon: 'timer_off', color: OVER },
  applied: { icon: 'check_circle', color: GOOD },
};

/** The statuses, in the order in which people look for them. */
export const STATUSES: readonly RequestStatus[] = [
  'pending',
  'approved',
  'conflicted',
  'deadlocked',
  'applied',
  'rejected',
  'withdrawn',
  'superseded',
  'expired',
];

/** The choices of a vote, each with its icon. */
export const VOTE_CHOICES: readonly VoteChoice[] = ['approve', 'reject', 'abstain'];
export const VOTE_CHOICE_LOOKS: Readonly<Record<VoteChoice, Look>> = {
  approve: { icon: 'thumb_up', color: GOOD },
  reject: { icon: 'thumb_down', color: BAD },
  abstain: { icon: 'radio_button_unchecked', color: OVER },
};

/** Reads a text as a status. */
export function isStatus(text: string): text is RequestStatus {
  return STATUSES.some((status) => status === text);
}

/** The subject taken apart: the key of its text below `ratification.subject`, and what it is about. */
export function subjectOf(subject: string): { kind: string; ref: string } {
  const colon = subject.indexOf(':');
  return colon < 0 ? { kind: subject, ref: '' } : { kind: subject.slice(0, colon), ref: subject.slice(colon + 1) };
}
