/** Details of a seal error besides its message. */
export interface SealErrorDetail {
  /** The file that it is about. */
  subject?: string;
  /** The line in it, from 1. */
  line?: number;
  expected?: string;
  found?: string;
  fix?: string;
}

/** Something that cannot be judged: a manifest, a bag, an envelope or a request that is malformed or unreadable. Exit code 2. */
export class SealError extends Error {
  readonly detail: SealErrorDetail;

  constructor(message: string, detail: SealErrorDetail = {}) {
    super(message);
    this.name = 'SealError';
    this.detail = detail;
  }
}

/** The code of an error of the operating system; `UNKNOWN` for anything else. */
export function systemCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'UNKNOWN';
}
