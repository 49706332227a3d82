import type { OneRoofError } from '../contract/errors.ts';
import { asOneRoofError } from '../governance/installation/as-one-roof-error.ts';

/**
 * What an operation throws to take the flow's failure path. Every field of it, `facts` included, can be used in the
 * operations that follow (`{{ $last.blockers }}`): they are enumerable, the message too, which it is not in other errors.
 * By its name Directus recognises an error that it may show, should the flow be a filter.
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
