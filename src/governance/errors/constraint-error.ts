import { OneRoofError } from '../../contract/errors.ts';
import { codeOf, SQLSTATE } from '../../database/sessions/sqlstates.ts';

/** SQLSTATEs of a row that its constraints refuse for what it says. */
const MALFORMED: ReadonlySet<string> = new Set([
  SQLSTATE.foreign_key_violation,
  SQLSTATE.check_violation,
  SQLSTATE.not_null_violation,
]);

/** Texts about a row that exists already, in the words of the sender. */
interface Taken {
  expected: string;
  found: string;
  fix: string;
}

/** Runs an insert of what somebody sent; what its constraints refuse becomes an error that says so. */
export async function withConstraintErrors<Result>(
  work: () => Promise<Result>,
  subject: string,
  taken: Taken,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === SQLSTATE.unique_violation) {
      throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${subject} exists already`, { subject, ...taken });
    }
    if (MALFORMED.has(code)) {
      throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${subject} has a form that the database does not accept`, {
        subject,
        found: thrown instanceof Error ? thrown.message : '',
      });
    }
    throw thrown;
  }
}

/** Of an act that somebody sends a second time, signed the same. */
export function sentBefore(act: string, code: string): Taken {
  return {
    expected: `one ${act} of a person on what the request says`,
    found: `the same ${act}, with the same proof, which was kept before`,
    fix: `There is nothing to send again. \`one-roof request show ${code}\` says whether it counts, and what its key lacks where it does not.`,
  };
}
