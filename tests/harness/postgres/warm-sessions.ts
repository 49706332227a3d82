import pg from 'pg';
import { isConnectionLoss } from '../../../src/database/sessions/connection-loss.ts';
import type { Session, SessionSource } from '../../../src/database/sessions/session.ts';

/** Sessions that are kept while nobody uses them. */
const KEPT = 2;

/**
 * Sessions that stay open for the next use, as in a pool. In a session that is new every function is compiled again and
 * the catalogue is read again: its first question to the gate takes seven times as long as its second. Nothing else of
 * one use is left for the next, no plan either: where no autovacuum counts rows, one that was made for empty tables
 * would stay.
 */
export class WarmSessions implements SessionSource {
  readonly #url: string;
  #idle: WarmClient[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async use<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const idle = this.#idle;
    let warm = idle.pop();
    // The server was killed, or ended it.
    while (warm !== undefined && warm.lost !== null) warm = idle.pop();
    warm ??= await WarmClient.open(this.#url);
    try {
      return await work(warm.client);
    } catch (thrown) {
      // What ended the session says more than what came of asking it afterwards.
      throw isConnectionLoss(thrown) ? (warm.lost ?? thrown) : thrown;
    } finally {
      if ((await warm.clean()) && idle === this.#idle && idle.length < KEPT) idle.push(warm);
      else await warm.end();
    }
  }

  /** Ends the sessions that nobody uses; those in use end after it. */
  async end(): Promise<void> {
    const idle = this.#idle;
    this.#idle = [];
    await Promise.all(idle.map((warm) => warm.end()));
  }
}

/** A connection, and what ended it. */
class WarmClient {
  readonly client: pg.Client;
  lost: Error | null = null;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  static async open(url: string): Promise<WarmClient> {
    const warm = new WarmClient(new pg.Client(url));
    warm.client.on('error', (error) => (warm.lost ??= error));
    await warm.client.connect();
    return warm;
  }

  /** Tells whether the session can be used again: not if it was left in a transaction. */
  clean(): Promise<boolean> {
    return this.client.query('discard all').then(
      () => true,
      () => false,
    );
  }

  end(): Promise<void> {
    return this.client.end().catch(() => undefined);
  }
}
