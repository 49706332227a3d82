import type { OneRoofError } from '../contract/errors.ts';
import { asOneRoofError } from '../governance/errors/as-one-roof-error.ts';

/**
 * The error with which an operation takes the failure path of its flow. All fields are enumerable, `facts` and the
 * message included, so that later operations can use them (`{{ $last.blockers }}`). Directus recognises the name and
 * shows the error, should the flow be a filter.
 */
export class OperationRejected extends Error {
  constructor(error: OneRoofError, facts: object = {}) {
    super(error.message);
    const { name, code, status, message, extensions } = error;
    Object.assign(this, facts, { name, code, status, extensions });
    Object.defineProperty(this, 'message', { value: message, enumerable: true });
  }
}

/** Gives what is thrown inside an operation the form of a rejection, where it is an error of ours. */
export async function rejecting<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const known = thrown instanceof OperationRejected ? null : asOneRoofError(thrown);
    throw known === null ? thrown : new OperationRejected(known);
  }
}
