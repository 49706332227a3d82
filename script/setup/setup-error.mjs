/** A step of the set-up that failed: what failed, and what to do about it. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [advice] */
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}
