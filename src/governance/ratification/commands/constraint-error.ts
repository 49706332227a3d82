import { OneRoofError } from '../../../contract/errors.ts';

interface Violation {
  code: string;
  message: string;
  detail?: string;
}

/** Runs an insert of what somebody sent; what its constraints refuse becomes an error that says so. */
export async function refusingBadRows<Result>(work: () => Promise<Result>, subject: string): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const { code, message = '', detail } = (thrown ?? {}) as Partial<Violation>;
    if (code === '23505') {
      const fix = 'Read it again: it is there already.';
      throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${subject} is there already`, {
        subject,
        expected: 'a new one',
        found: detail ?? message,
        fix,
      });
    }
    if (code === '23503' || code === '23514' || code === '23502') {
      throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${subject} is not of the form that the database keeps`, { subject, found: message });
    }
    throw thrown;
  }
}
