import { describe, expect, it } from 'vitest';
import { settle } from '../../../src/endpoints/one-roof/async-route.ts';

/** As much of an Express response as the wrapper touches. Headers refuse to be set once they are sent, as Node's do. */
class Sent {
  headersSent = false;
  writableEnded = false;
  destroyed = false;
  readonly headers = new Map<string, unknown>();

  setHeader(name: string, value: unknown): void {
    if (this.headersSent) throw new Error('Cannot set headers after they are sent to the client');
    this.headers.set(name, value);
  }

  destroy(): void {
    this.destroyed = true;
  }
}

const lostConnection = () =>
  Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });

async function settled(
  handler: (response: Sent) => Promise<void>,
  next: (error: unknown) => void = () => undefined,
): Promise<Sent> {
  const response = new Sent();
  await settle(() => handler(response), { originalUrl: '/gate' } as never, response as never, next);
  return response;
}

describe('the wrapper of every route', () => {
  it('hands an error on that was thrown before an answer, with the time to ask again', async () => {
    const handed: unknown[] = [];
    const response = await settled(
      () => Promise.reject(lostConnection()),
      (error) => handed.push(error),
    );
    expect(handed).toMatchObject([{ status: 503 }]);
    expect([...response.headers]).toEqual([['Retry-After', 10]]);
    expect(response.destroyed).toBe(false);
  });

  it('leaves an answer that was sent whole as it is', async () => {
    const handed: unknown[] = [];
    const response = await settled(
      (sent) => {
        sent.headersSent = sent.writableEnded = true;
        return Promise.reject(lostConnection());
      },
      (error) => handed.push(error),
    );
    expect([handed, response.destroyed]).toEqual([[], false]);
  });

  it('cuts the connection of an answer that was sent in part', async () => {
    const response = await settled((sent) => {
      sent.headersSent = true;
      return Promise.reject(lostConnection());
    });
    expect(response.destroyed).toBe(true);
  });

  it('never rejects: where the error cannot be answered, the connection ends', async () => {
    const response = await settled(
      () => Promise.reject(new Error('first')),
      () => {
        throw new Error('second');
      },
    );
    expect(response.destroyed).toBe(true);
  });
});
