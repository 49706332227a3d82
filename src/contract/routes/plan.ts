import { z } from 'zod';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { RegisteredPlan } from '../plan.ts';
import { WaitingChange, WaitingChangeCell, WhatIf, WhatIfQuery } from '../answers/what-if.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** The plan in force, and changes that are tried or wait. */
export const PLAN_ROUTES = {
  whatIf: {
    path: PATHS.whatIf,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'object',
    summary: 'Preview of retiring owners or scopes and moving collections; nothing is saved',
    query: WhatIfQuery,
    data: WhatIf,
  },
  waitingChanges: {
    path: PATHS.waitingChanges,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'The changes that wait for a release, because they would change who answers for existing cells',
    query: listQuery({}, ['id']),
    data: WaitingChange,
  },
  waitingChangeCells: {
    path: PATHS.waitingChangeCells,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'The existing cells that those changes touch',
    query: listQuery(
      {
        change: z
          .string()
          .regex(/^\d{1,18}$/, 'change is the id of a waiting change')
          .optional(),
      },
      ['object_ref', 'scope'],
    ),
    data: WaitingChangeCell,
  },
  plan: {
    path: PATHS.plan,
    access: 'confidential',
    cached: 'by_watermark',
    answers: 'object',
    summary: 'The plan in force, as it was written',
    query: nothing,
    data: RegisteredPlan,
  },
} as const satisfies Record<string, Route>;
