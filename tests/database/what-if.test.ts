import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readPlan } from '../../src/governance/plan/read-plan.ts';
import { readChanges } from '../../src/governance/what-if/change.ts';
import { planWhatIf } from '../../src/governance/what-if/plan-what-if.ts';
import { whatIf } from '../../src/governance/what-if/what-if.ts';
import { TestDatabase } from '../harness/test-database.ts';
import { DEMO } from '../harness/test-server.ts';

const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8');

describe('a what-if', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());
  it('smoke', async () => {
    console.log(
      await db
        .whatIf((s) => whatIf(s, readChanges({ retire: ['GOV-DOT', 'scope:audit'], move: ['agents:GRP-BUSINESS'] }), { limit: 2 }))
        .catch((e: unknown) => e),
    );
    console.log(
      JSON.stringify(
        (
          (await db
            .whatIf((s) =>
              planWhatIf(s, readPlan(REFERENCE.replace('owner: GOV-MOIT', 'owner: GOV-DOT')), { retire: [], move: [] }, { limit: 2 }),
            )
            .catch((e: unknown) => e)) as any
        ).outcome ?? 'x',
      ),
    );
  });
});
