import type { ErrorDetail } from '../contract/errors.ts';

/** The kinds of problem that the app has words for. */
export type ProblemKind = 'forbidden' | 'closed' | 'absent' | 'offline' | 'notFound' | 'unexpected';

export interface Problem extends Pick<ErrorDetail, 'expected' | 'found' | 'fix'> {
  kind: ProblemKind;
  /** The message of the server, in English. */
  message: string;
}

/** The fields that are read of an error of axios. */
interface Rejection {
  message?: string;
  response?: {
    status: number;
    data?: { errors?: { message: string; extensions?: ErrorDetail & { code?: string } }[] };
  };
}

/** Returns true for a request that the page itself cancelled. */
export function isAborted(thrown: unknown): boolean {
  return isObject(thrown) && 'code' in thrown && thrown.code === 'ERR_CANCELED';
}

/** Returns what went wrong, from whatever a request was rejected with. */
export function problemOf(thrown: unknown): Problem {
  const rejection: Rejection = isObject(thrown) ? thrown : {};
  const { response } = rejection;
  const error = response?.data?.errors?.[0];
  const { code, expected, found, fix } = error?.extensions ?? {};
  return {
    kind: response === undefined ? kindWithoutAnswer(thrown) : kindOf(response.status, code),
    message: error?.message ?? rejection.message ?? String(thrown),
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(fix === undefined ? {} : { fix }),
  };
}

function kindOf(status: number, code: string | undefined): ProblemKind {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return code === 'ONE_ROOF_NOT_FOUND' ? 'notFound' : 'absent';
  if (status === 503 && code?.startsWith('ONE_ROOF')) return 'closed';
  return status === 502 || status === 504 ? 'offline' : 'unexpected';
}

/** A request that got no answer; anything else is an error of ours. */
function kindWithoutAnswer(thrown: unknown): ProblemKind {
  return isObject(thrown) && 'request' in thrown ? 'offline' : 'unexpected';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
