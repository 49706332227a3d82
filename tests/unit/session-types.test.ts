import type pg from 'pg';
import { describe, expectTypeOf, it } from 'vitest';
import type { cloneWrite, productionRead, productionWrite } from '../../src/database/sessions/classes.ts';
import type {
  CloneSession,
  DirectusSession,
  ProductionSession,
  ReadSession,
  Session,
  WhatIfSession,
  WriteSession,
} from '../../src/database/sessions/session.ts';
import type { emitEvent } from '../../src/governance/emission/emit-event.ts';
import type { noteTableChange } from '../../src/governance/guard/data-model.ts';
import type { coverageSummary } from '../../src/governance/ownership/coverage-summary.ts';
import type { applyPlanOnClone } from '../../src/governance/plan/apply-plan-on-clone.ts';
import type { vote } from '../../src/governance/ratification/commands/vote.ts';
import type { whatIf } from '../../src/governance/what-if/what-if.ts';

type SessionOf<Work extends (session: never, ...rest: never[]) => unknown> = Parameters<Work>[0];

// The compiler judges what stands here: `npm run check -- --only types`.
describe('the class of a connection', () => {
  it('is a type that only its opener makes', () => {
    expectTypeOf<pg.Client>().toExtend<Session>();
    expectTypeOf<Session>().not.toExtend<ReadSession>();
    expectTypeOf<Session>().not.toExtend<DirectusSession>();
    expectTypeOf<Parameters<Parameters<typeof productionRead>[2]>[0]>().toEqualTypeOf<ReadSession>();
    expectTypeOf<Parameters<Parameters<typeof productionWrite>[1]>[0]>().toEqualTypeOf<ProductionSession>();
    expectTypeOf<Parameters<Parameters<typeof cloneWrite>[1]>[0]>().toEqualTypeOf<CloneSession>();
  });

  it('passes for a weaker class, and for no stronger one', () => {
    expectTypeOf<WhatIfSession>().toExtend<ReadSession>();
    expectTypeOf<WriteSession>().toExtend<WhatIfSession>();
    expectTypeOf<ProductionSession>().toExtend<WriteSession>();
    expectTypeOf<CloneSession>().toExtend<WriteSession>();
    expectTypeOf<ReadSession>().not.toExtend<WhatIfSession>();
    expectTypeOf<WhatIfSession>().not.toExtend<WriteSession>();
    expectTypeOf<WriteSession>().not.toExtend<ProductionSession>();
    expectTypeOf<ProductionSession>().not.toExtend<CloneSession>();
    expectTypeOf<CloneSession>().not.toExtend<ProductionSession>();
    expectTypeOf<DirectusSession>().not.toExtend<ReadSession>();
  });

  it('is what a function of governance asks for', () => {
    expectTypeOf<SessionOf<typeof coverageSummary>>().toEqualTypeOf<ReadSession>();
    expectTypeOf<SessionOf<typeof whatIf>>().toEqualTypeOf<WhatIfSession>();
    expectTypeOf<SessionOf<typeof emitEvent>>().toEqualTypeOf<WriteSession>();
    expectTypeOf<SessionOf<typeof vote>>().toEqualTypeOf<ProductionSession>();
    expectTypeOf<SessionOf<typeof applyPlanOnClone>>().toEqualTypeOf<CloneSession>();
    expectTypeOf<SessionOf<typeof noteTableChange>>().toEqualTypeOf<DirectusSession>();
  });

  it('refuses to write with a session that reads', () => {
    const written = (write: typeof vote, read: typeof coverageSummary, session: ReadSession, act: never) => {
      // @ts-expect-error A read session cannot vote.
      void write(session, act, act);
      void read(session);
    };
    expectTypeOf(written).parameter(2).toEqualTypeOf<ReadSession>();
  });
});
