import type { RequestDetail } from '../../../../../contract/answers/ratification.ts';
import { VOTE_CHOICE_LOOKS } from '../../../composables/request-looks.ts';

type Vote = RequestDetail['vote_list'][number];
type Signature = RequestDetail['signature_list'][number];

/** Something that somebody did about a request. */
type HistoryEvent = {
  key: string;
  person: string;
  at: string;
  icon: string;
  color: string;
  /** Their own words about it. */
  words: string | null;
  /** The reason why it does not count. */
  problem: string | null;
  fix: string | null;
} & (
  | { kind: 'filed'; revision: number }
  | { kind: 'confirmed' }
  | { kind: 'voted'; choice: Vote['choice'] }
  | { kind: 'signed'; method: Signature['method'] }
);

const PLAIN = 'var(--theme--foreground-subdued, #a2b5cd)';
const COUNTS = 'var(--theme--success, #2ecda7)';
const NOTHING = { words: null, problem: null, fix: null };

/** Lists the acts of people on a request, the oldest first. */
export function historyOf(request: RequestDetail): HistoryEvent[] {
  const { proposer, created_at, confirmed_at, revision, vote_list, signature_list } = request;
  const events: HistoryEvent[] = [
    {
      kind: 'filed',
      key: 'filed',
      person: proposer,
      at: created_at,
      revision,
      icon: 'post_add',
      color: PLAIN,
      ...NOTHING,
    },
    ...vote_list.map(({ person, choice, rationale, signed_at, problem }): HistoryEvent => {
      const look = VOTE_CHOICE_LOOKS[choice];
      return {
        kind: 'voted',
        key: `vote ${person}`,
        person,
        at: signed_at,
        choice,
        words: rationale,
        problem,
        fix: null,
        ...look,
      };
    }),
    ...signature_list.map(({ person, method, meaning, signed_at, problem, fix }): HistoryEvent => {
      const look = { icon: 'draw', color: problem === null ? COUNTS : PLAIN };
      return {
        kind: 'signed',
        key: `signature ${person} ${signed_at}`,
        person,
        at: signed_at,
        method,
        words: meaning,
        problem,
        fix,
        ...look,
      };
    }),
  ];
  if (confirmed_at !== null) {
    events.push({
      kind: 'confirmed',
      key: 'confirmed',
      person: proposer,
      at: confirmed_at,
      icon: 'verified',
      color: PLAIN,
      ...NOTHING,
    });
  }
  return events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
