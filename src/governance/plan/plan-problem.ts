import { OneRoofError } from '../../contract/errors.ts';

/** One thing that is wrong with a plan, and where in the file. Lines and columns count from 1. */
export interface PlanProblem {
  line: number;
  column: number;
  /** The place in the document, such as `groups.GRP-AI.owner`. */
  path: string;
  message: string;
}

/** Says no to a plan, with everything that is wrong with it at once. */
export function invalidPlan(problems: readonly PlanProblem[]): OneRoofError {
  const sorted = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
  const count = `${sorted.length} problem${sorted.length === 1 ? '' : 's'}`;
  return new OneRoofError('ONE_ROOF_PLAN_INVALID', `The plan has ${count}`, {
    subject: 'plan',
    problems: sorted,
    fix: 'Correct the plan and check it again.',
  });
}
