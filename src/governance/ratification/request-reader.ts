/** Reader of requests. */
export interface RequestReader {
  /** The Directus user, or null for an operator at the command line. */
  user: string | null;
  /**
   * True if they may see every request: readers of governance and holders of a seat. Others see those that they filed.
   */
  all: boolean;
}

/** An operator at the command line: sees everything, and is nobody of those who decide. */
export const OPERATOR: RequestReader = { user: null, all: true };
