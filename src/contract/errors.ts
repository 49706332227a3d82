/** Exit codes of the program `one-roof`, as docs/cli.md lists them. Those of `one-roof-seal` are in src/seal/report.ts. */
export const EXIT = {
  done: 0,
  error: 1,
  usage: 2,
  /** Refused by a guard, or an assertion that failed. */
  refused: 3,
  /** The gate is BLOCKED. */
  blocked: 10,
  /** The release of the gate is APPLIED. */
  applied: 11,
} as const;

/** Every error One-Roof answers with: its code, its HTTP status and its exit code. Directus renders it as its own. */
export const ERRORS = {
  ONE_ROOF_BAD_REQUEST: { status: 400, exitCode: EXIT.usage },
  ONE_ROOF_FORBIDDEN: { status: 403, exitCode: EXIT.error },
  ONE_ROOF_NOT_FOUND: { status: 404, exitCode: EXIT.error },
  ONE_ROOF_METHOD_NOT_ALLOWED: { status: 405, exitCode: EXIT.usage },
  ONE_ROOF_GATE_BLOCKED: { status: 409, exitCode: EXIT.blocked },
  ONE_ROOF_GUARD_REFUSED: { status: 403, exitCode: EXIT.refused },
  ONE_ROOF_TOO_MANY_TRIES: { status: 429, exitCode: EXIT.refused },
  ONE_ROOF_PRECONDITION_FAILED: { status: 412, exitCode: EXIT.refused },
  ONE_ROOF_PLAN_INVALID: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_COVERAGE_BELOW_TARGET: { status: 409, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_TYPE_UNKNOWN: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_TYPE_INACTIVE: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_STREAM_MISMATCH: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_LANE_MISMATCH: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_PROVENANCE_MISSING: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_EVENT_PAYLOAD_REFUSED: { status: 422, exitCode: EXIT.refused },
  ONE_ROOF_READ_REFUSED: { status: 403, exitCode: EXIT.refused },
  ONE_ROOF_SCHEMA_INCOMPATIBLE: { status: 503, exitCode: EXIT.error },
  ONE_ROOF_NOT_READY: { status: 503, exitCode: EXIT.error },
  ONE_ROOF_TIMED_OUT: { status: 503, exitCode: EXIT.error },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Details of an error besides its message: its subject, what was expected, what was found, what to do. */
export interface ErrorDetail {
  subject?: string;
  expected?: string;
  found?: string;
  fix?: string;
  [further: string]: unknown;
}

/**
 * An error with a stable code. Its name is `DirectusError`, which is how Directus recognises an error that it may render
 * with its own status, code and extensions (see docs/decisions).
 *
 * @example throw new OneRoofError('ONE_ROOF_NOT_FOUND', 'There is no object collection:nope', { subject: 'collection:nope' });
 */
export class OneRoofError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly exitCode: number;
  readonly extensions: ErrorDetail;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.name = 'DirectusError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.exitCode = ERRORS[code].exitCode;
    this.extensions = detail;
  }
}

/** The SQLSTATEs that our own triggers raise, and the error each becomes. */
export const SQLSTATES: Readonly<Record<string, ErrorCode>> = {
  OR001: 'ONE_ROOF_GUARD_REFUSED', // an assertion outside a release or a proven clone
  OR002: 'ONE_ROOF_GUARD_REFUSED', // a capability that this version does not have
  OR003: 'ONE_ROOF_GUARD_REFUSED', // an append-only row
  OR004: 'ONE_ROOF_GUARD_REFUSED', // circular or too deep containment
  OR005: 'ONE_ROOF_GUARD_REFUSED', // a false declaration of the environment
  OR006: 'ONE_ROOF_GUARD_REFUSED', // a change of who answers for a cell, outside the release that brings it
  OR007: 'ONE_ROOF_NOT_FOUND', // something that was named does not exist
  OR020: 'ONE_ROOF_GUARD_REFUSED', // a change of governance without a reason
  OR021: 'ONE_ROOF_GUARD_REFUSED', // a ledger row that its own triggers did not write
  OR030: 'ONE_ROOF_EVENT_TYPE_UNKNOWN',
  OR031: 'ONE_ROOF_EVENT_TYPE_INACTIVE',
  OR032: 'ONE_ROOF_EVENT_STREAM_MISMATCH',
  OR033: 'ONE_ROOF_EVENT_LANE_MISMATCH',
  OR034: 'ONE_ROOF_EVENT_PROVENANCE_MISSING',
  OR035: 'ONE_ROOF_EVENT_PAYLOAD_REFUSED',
  OR036: 'ONE_ROOF_GUARD_REFUSED', // activating an event type that nobody ratified
  OR040: 'ONE_ROOF_GUARD_REFUSED', // a locked schema changed outside a change window
  OR041: 'ONE_ROOF_GUARD_REFUSED', // a governed schema changed while nobody is accountable for its policy
  OR042: 'ONE_ROOF_GUARD_REFUSED', // a new collection outside any group
  OR043: 'ONE_ROOF_GUARD_REFUSED', // an item written while nobody is accountable for its execution
  OR044: 'ONE_ROOF_PRECONDITION_FAILED', // enforcing what work of today breaks
  OR045: 'ONE_ROOF_GUARD_REFUSED', // a guard that cannot judge
  OR050: 'ONE_ROOF_GUARD_REFUSED', // an action or subject with a lower risk than it has
  OR051: 'ONE_ROOF_PRECONDITION_FAILED', // a request where nobody holds a seat
  OR052: 'ONE_ROOF_GUARD_REFUSED', // a request without a proposer, or somebody else's
  OR053: 'ONE_ROOF_PRECONDITION_FAILED', // a request whose status does not allow it
  OR054: 'ONE_ROOF_GUARD_REFUSED', // an act of a person without a session of theirs
  OR055: 'ONE_ROOF_PRECONDITION_FAILED', // a vote or signature for another revision
  OR056: 'ONE_ROOF_GUARD_REFUSED', // a vote or signature that would not count
  OR057: 'ONE_ROOF_PRECONDITION_FAILED', // an answer to a challenge that is not open
  OR058: 'ONE_ROOF_GUARD_REFUSED', // an action that its handler does not carry out
  OR059: 'ONE_ROOF_GATE_BLOCKED', // carrying out what nobody ratified
  OR060: 'ONE_ROOF_GUARD_REFUSED', // a seat or policy that nobody ratified
  OR061: 'ONE_ROOF_BAD_REQUEST', // a request that is too large
  OR062: 'ONE_ROOF_TOO_MANY_TRIES', // more requests than one person may file
  OR063: 'ONE_ROOF_BAD_REQUEST', // a request that could never be carried out
  OR064: 'ONE_ROOF_FORBIDDEN', // a request of somebody who may not file any
  OR070: 'ONE_ROOF_GUARD_REFUSED', // a tier outside of the release that it belongs to
  OR071: 'ONE_ROOF_PRECONDITION_FAILED', // a release while the gate is blocked
  OR072: 'ONE_ROOF_GUARD_REFUSED', // a release without a window of its own
  OR073: 'ONE_ROOF_PRECONDITION_FAILED', // a release whose status does not allow it
  OR074: 'ONE_ROOF_PRECONDITION_FAILED', // figures that are not the planned ones
  OR076: 'ONE_ROOF_PRECONDITION_FAILED', // taking back what later data depends on
  OR077: 'ONE_ROOF_GUARD_REFUSED', // a simulated approval outside a clone
  OR079: 'ONE_ROOF_GUARD_REFUSED', // a part of a release
  OR080: 'ONE_ROOF_PRECONDITION_FAILED', // two releases at once
  OR081: 'ONE_ROOF_PRECONDITION_FAILED', // a release while somebody writes to governance
  OR082: 'ONE_ROOF_PRECONDITION_FAILED', // other bytes than the ratified ones
  OR083: 'ONE_ROOF_PRECONDITION_FAILED', // a release while transactions are left open
};
