import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OneRoofError } from '../../../src/contract/errors.ts';
import { invalidPlan } from '../../../src/governance/plan/plan-problem.ts';
import { PlanReader } from '../../../src/governance/plan/plan-reader.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';

const FILE = new URL('../../../src/governance/plan/plan-worker.ts', import.meta.url);
const GOOD = readFileSync(new URL('../../../demo/plan.yaml', import.meta.url), 'utf8');

/** A plan within its limits that takes long to read, and is wrong in every line. */
const LONG = `${GOOD}${Array.from({ length: 20_000 }, (_, n) => `unknown_${n}: 1`).join('\n')}\n`;

describe('a plan that is read in another thread', () => {
  const reader = new PlanReader(FILE);
  const refusal = async (reading: Promise<unknown>) => {
    const error = await reading.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof OneRoofError
      ? { code: error.code, message: error.message, detail: error.extensions }
      : error;
  };

  it('is what it is when it is read here, as text and as an object', async () => {
    const { source, plan } = readPlan(GOOD);
    expect(await reader.with(GOOD, (written) => Promise.resolve([written.source, written.plan]))).toEqual([
      source,
      plan,
    ]);
    expect(await reader.with({ ...plan }, (written) => Promise.resolve(written.plan))).toEqual(plan);
  });

  it('is refused with the same problems at the same lines', async () => {
    for (const source of [`${GOOD}unknown: 1\n`, 'a: [', LONG]) {
      const here = await refusal(Promise.resolve().then(() => readPlan(source)));
      expect(here).toMatchObject({ code: 'ONE_ROOF_PLAN_INVALID' });
      expect(await refusal(reader.with(source, () => Promise.resolve()))).toEqual(here);
    }
  });

  it('is refused at its lines, too, where it does not fit the project', async () => {
    const wrong = (written: { problemAt: ReturnType<typeof readPlan>['problemAt'] }) =>
      invalidPlan([
        written.problemAt(['scopes', 'audit'], 'is too much'),
        written.problemAt(['owners'], 'are too few'),
      ]);
    const here = await refusal(Promise.reject(wrong(readPlan(GOOD))));
    expect(here).toMatchObject({
      detail: { problems: [{ line: 7, message: 'is too much' }, { message: 'are too few' }] },
    });
    expect(await refusal(reader.with(GOOD, (written) => Promise.reject(wrong(written))))).toEqual(here);
  });

  it('keeps nobody waiting: what is to be done meanwhile is done', async () => {
    const order: string[] = [];
    const reading = refusal(reader.with(LONG, () => Promise.resolve())).then(() => order.push('the plan'));
    await new Promise((resolve) => setTimeout(resolve, 1));
    order.push('something else');
    await reading;
    expect(order).toEqual(['something else', 'the plan']);
  });

  it('is refused before it is handed over where it is nested too deep', async () => {
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 1);
    expect(await refusal(reader.with({ deep }, () => Promise.resolve()))).toMatchObject({
      code: 'ONE_ROOF_BAD_REQUEST',
    });
  });

  it('leaves other errors as they are, and one of the thread itself ends nobody', async () => {
    expect(await refusal(reader.with(GOOD, () => Promise.reject(new Error('no database'))))).toEqual(
      new Error('no database'),
    );
    const nothing = new PlanReader(new URL('nothing.ts', FILE));
    expect(await refusal(nothing.with(GOOD, () => Promise.resolve()))).toBeInstanceOf(Error);
  });
});
