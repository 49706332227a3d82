import { AsyncLocalStorage } from 'node:async_hooks';

/** Marks the work, with everything that it awaits, that holds a connection of a shared pool. */
const held = new AsyncLocalStorage<{ held: boolean }>();

/** Runs `work`, which holds a connection until it ends. */
export async function holdingConnection<Result>(work: () => Promise<Result>): Promise<Result> {
  const here = { held: true };
  try {
    return await held.run(here, work);
  } finally {
    here.held = false; // what `work` left behind holds nothing any more
  }
}

/**
 * Refuses to ask for what needs a second connection while this one is held: enough who do so wait for one another, and the whole
 * server with them.
 *
 * @throws Error which only a mistake in our own sources can cause
 */
export function refuseWhileHolding(what: string): void {
  if (held.getStore()?.held !== true) return;
  throw new Error(`${what} is asked for while a connection is held: ask first, then open the session`);
}
