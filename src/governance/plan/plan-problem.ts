import { OneRoofError } from '../../contract/errors.ts';

/** One thing that is wrong with a plan, and where in the file. Lines and columns count from 1. */
export interface PlanProblem {
  line: number;
  column: number;
  /** The place in the document, such as `groups.GRP-AI.owner`. */
  path: string;
  message: string;
}

/** So many problems are told at most, the first in the file. */
const MAX_PROBLEMS = 100;
/** So much of a place or a message is told: a key of the file may be as long as the file. */
const MAX_TEXT = 300;

/** Says no to a plan, with everything that is wrong with it at once, up to a hundred problems. */
export function invalidPlan(problems: readonly PlanProblem[]): OneRoofError {
  const sorted = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
  const told = sorted
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message, ...place }) => ({ ...place, path: shortened(path), message: shortened(message) }));
  const count = `${sorted.length} problem${sorted.length === 1 ? '' : 's'}`;
  const rest = sorted.length > told.length ? `; these are the first ${told.length}` : '';
  return new OneRoofError('ONE_ROOF_PLAN_INVALID', `The plan has ${count}${rest}`, {
    subject: 'plan',
    problems: told,
    fix: 'Correct the plan and check it again.',
  });
}

function shortened(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
