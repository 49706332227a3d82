import { OneRoofError } from '../../../contract/errors.ts';

interface Violation {
  code: string;
  message: string;
}

/** What is said of a row that is there already, in the words of whoever sent it. */
interface Taken {
  expected: string;
  found: string;
  fix: string;
}

/** Runs an insert of what somebody sent; what its constraints refuse becomes an error that says so. */
export async function refusingBadRows<Result>(
  work: () => Promise<Result>,
  subject: string,
  taken: Taken,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const { code, message = '' } = (thrown ?? {}) as Partial<Violation>;
    if (code === '23505') {
      throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${subject} is there already`, { subject, ...taken });
    }
    if (code === '23503' || code === '23514' || code === '23502') {
      throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${subject} is not of the form that the database keeps`, {
        subject,
        found: message,
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
