import { DatabaseRefusal } from '../refusal.ts';

/** For how many milliseconds anybody waits for a connection. */
export const PATIENCE = 5000;

/** So many may hold a connection at once; who comes later waits their turn, for a while. */
export class Places {
  readonly total: number;
  #free: number;
  readonly #waiting = new Set<() => void>(); // in the order in which they came

  constructor(total: number) {
    this.total = total;
    this.#free = total;
  }

  /** Waits for a place until then (performance.now()), and returns what gives it back. @throws DatabaseRefusal `no_connection` */
  async take(until: number): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(until);
    return () => this.#leave();
  }

  #turn(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(come);
        reject(noConnection(`all ${this.total} that One-Roof may use are in use`));
      }, until - performance.now());
      this.#waiting.add(come);
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

/** The refusal of who waited in vain. */
export function noConnection(found: string): DatabaseRefusal {
  return new DatabaseRefusal('no_connection', {
    message: 'No connection to the database is available',
    expected: `one within ${PATIENCE / 1000} seconds`,
    found,
    fix: 'Try again in some seconds. If this persists, raise DB_POOL__MAX (the connections of Directus) or ONE_ROOF_POOL_SHARE (the part that One-Roof may use).',
  });
}
