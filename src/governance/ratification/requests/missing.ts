import type { RequestDetail } from '../../../contract/answers/ratification.ts';
import type { HolderRow } from './request-holders.ts';
import { awaitsConfirmation } from './list-requests.ts';

interface Standing {
  status: RequestDetail['status'];
  subject: string;
  proposer: string;
  confirmed_at: string | null;
  profile: RequestDetail['profile'];
  quorum: RequestDetail['quorum'];
  votes: readonly Pick<RequestDetail['vote_list'][number], 'person' | 'choice' | 'problem'>[];
  signing_seats: readonly string[];
  /** True if a verified signature counts. */
  signed: boolean;
}

const SEATS = { president: 'the president', council: 'the council', any: 'the president or the council' } as const;

/** Lists in words what a request waits for, with who can do it. Empty if it waits for nobody any more. */
export function missingOf(standing: Standing, holders: readonly HolderRow[]): RequestDetail['missing'] {
  const { status, subject, proposer } = standing;
  switch (status) {
    case 'pending':
      return [...votesMissing(standing, holders), ...confirmationMissing(standing)];
    case 'approved': {
      if (standing.signed) return [];
      const who = holders.filter(({ can_sign }) => can_sign).map(({ person }) => person);
      return [
        {
          kind: 'signature',
          n: 1,
          what: `A signature of ${standing.signing_seats.join(' or ')} that verifies by a pinned key`,
          who,
        },
      ];
    }
    case 'conflicted':
      return [
        {
          kind: 'conflict',
          n: 1,
          what: `One of the open requests about ${subject} is withdrawn or superseded`,
          who: [proposer],
        },
      ];
    case 'deadlocked':
      return [
        {
          kind: 'deciders',
          n: 1,
          what: `Somebody who can decide: too few are left${stuckBy(standing, holders)}. Withdraw the request, fill the seats, file it anew`,
          who: [proposer],
        },
      ];
    default:
      return [];
  }
}

/** The people without whose word the request cannot be decided, and why theirs is not to be had. */
function stuckBy({ votes }: Standing, holders: readonly HolderRow[]): string {
  const unable = holders
    .filter(({ problem }) => problem !== null)
    .map(({ person, why, problem }) => `${person} (${why ?? problem ?? ''})`);
  const against = votes
    .filter(({ choice, problem }) => choice !== 'approve' && problem === null)
    .map(({ person, choice }) => `${person} (voted ${choice})`);
  const causes = [...unable, ...against];
  return causes.length === 0 ? '' : `, because of ${causes.join(', ')}`;
}

function votesMissing({ quorum }: Standing, holders: readonly HolderRow[]): RequestDetail['missing'] {
  const mayFill = {
    president: ['president'],
    council: ['council', 'ai_council'],
    any: ['president', 'council'],
  } as const;
  return quorum.flatMap(({ seat, needed, have }) => {
    const seats: readonly string[] = mayFill[seat];
    const who = holders.filter((holder) => holder.can_vote && seats.includes(holder.seat)).map(({ person }) => person);
    const left = needed - have;
    return left > 0
      ? [{ kind: seat, n: left, what: `${left} more ${left === 1 ? 'vote' : 'votes'} of ${SEATS[seat]}`, who }]
      : [];
  });
}

function confirmationMissing({ profile, status, confirmed_at, proposer }: Standing): RequestDetail['missing'] {
  if (profile !== 'two_person' || !awaitsConfirmation(status, confirmed_at)) return [];
  return [{ kind: 'confirmation', n: 1, what: 'The proposer confirms it in a session of their own', who: [proposer] }];
}
