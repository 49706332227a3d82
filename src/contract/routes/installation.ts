import { Doctor } from '../answers/doctor.ts';
import { Health } from '../answers/health.ts';
import { PATHS } from '../paths.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** Health, and the comparison with what was installed. Both answer also while One-Roof is closed. */
export const INSTALLATION_ROUTES = {
  health: {
    path: PATHS.health,
    access: 'everybody',
    cached: 'never',
    answers: 'object',
    summary: 'Whether One-Roof answers; 503 while it is closed',
    query: nothing,
    data: Health,
  },
  doctor: {
    path: PATHS.doctor,
    access: 'administrators',
    cached: 'never',
    answers: 'object',
    summary: 'Differences from what this version installs, with what to do; for administrators',
    query: nothing,
    data: Doctor,
  },
} as const satisfies Record<string, Route>;
