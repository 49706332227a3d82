import { useWords } from '../../../app/composables/use-words.ts';
import type { RequestStatus, SigningMethod } from '../../../contract/answers/ratification.ts';
import { STATUS_LOOKS, subjectOf } from './request-looks.ts';

/** The words about requests, in the language of the user; the server's own words where the app has none. */
export function useRequestWords() {
  const words = useWords();
  const { t, knows, ago } = words;

  return {
    ...words,
    /** Names the subject of a request. */
    subject: (subject: string): string => {
      const { kind, ref } = subjectOf(subject);
      const key = `ratification.subject.${kind}`;
      return knows(key) ? t(key, { ref }) : subject;
    },
    /** Says why a vote, a signature or a person does not count. */
    problem: (problem: string): string =>
      knows(`ratification.problem.${problem}`) ? t(`ratification.problem.${problem}`) : problem,
    methods: (methods: readonly SigningMethod[]): string =>
      methods.map((method) => t(`ratification.methods.${method}`)).join(', '),
    /** Says when a request expires, or did. */
    expiry: (iso: string): string =>
      t(`ratification.${Date.parse(iso) > Date.now() ? 'expires' : 'expired'}`, { when: ago(iso) }),
    /** The properties of the chip of a status. */
    chip: (status: RequestStatus) => ({
      ...STATUS_LOOKS[status],
      label: t(`ratification.status.${status}`),
      means: t(`ratification.statusMeans.${status}`),
    }),
  };
}
