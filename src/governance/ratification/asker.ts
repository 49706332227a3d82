/** Who asks about requests. */
export interface Asker {
  /** The Directus user, or null for an operator at the command line. */
  user: string | null;
  /** Whether they may see every request: who may read governance, or holds a seat. Others see those that they filed. */
  all: boolean;
}

/** An operator at the command line: sees everything, and is nobody of those who decide. */
export const OPERATOR: Asker = { user: null, all: true };
