import { PATHS } from '../paths.ts';
import { Council, EnrolledKey, Filing, Passkey } from '../answers/ratification.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** People who decide: seats, filers, passkeys, keys. */
export const COUNCIL_ROUTES = {
  council: {
    path: PATHS.council,
    access: 'confidential',
    cached: 'by_answer',
    answers: 'object',
    summary: 'The seats, the policy in force, and whether a decision is possible',
    query: nothing,
    data: Council,
  },
  filing: {
    path: PATHS.filing,
    access: 'self',
    cached: 'by_answer',
    answers: 'object',
    summary: 'Whether the caller may file requests',
    query: nothing,
    data: Filing,
  },
  passkeys: {
    path: PATHS.passkeys,
    access: 'self',
    cached: 'by_answer',
    answers: 'rows',
    summary: 'The passkeys of the caller',
    query: nothing,
    data: Passkey,
  },
  keys: {
    path: PATHS.keys,
    access: 'requests',
    cached: 'by_answer',
    answers: 'rows',
    summary: 'The keys that people enrolled, and who confirmed that they are theirs',
    query: nothing,
    data: EnrolledKey,
  },
} as const satisfies Record<string, Route>;
