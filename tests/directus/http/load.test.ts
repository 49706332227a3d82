import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, DirectusClient } from '../../../hosts/directus-client.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

const BASE = '/one-roof/v1';
/** Question that every logged-in user may ask. For it, Directus is asked what they may read. */
const ASKED = {
  'responsibilities of oneself': '/responsibilities/me',
  'the field Ownership': '/coverage/ownership-detail?object=agents',
};
/** As many item reads as the administrator makes meanwhile. */
const READS = 15;

describe('many readers at once', () => {
  let stack: DirectusStack;
  let admin: DirectusClient;
  let editor: DirectusClient;
  beforeAll(async () => {
    // Otherwise Directus turns requests away by itself while the machine is busy with something else.
    stack = await DirectusStack.start('one_roof_reference', {
      declared: 'production',
      settings: { PRESSURE_LIMITER_ENABLED: 'false' },
    });
    admin = await stack.admin();
    editor = await stack.user('Editor', ['agents']);
  });
  afterAll(() => stack.stop());

  /** Readers who ask again and again until the administrator has read as often as they want to. */
  async function beside(readers: number, path: string): Promise<{ ours: Answer[]; theirs: Answer[] }> {
    const ours: Answer[] = [];
    const theirs: Answer[] = [];
    const reading = Array.from({ length: readers }, async () => {
      do ours.push(await editor.ask('GET', `${BASE}${path}`));
      while (theirs.length < READS);
    });
    while (theirs.length < READS) theirs.push(await admin.ask('GET', '/items/agents?limit=1'));
    await Promise.all(reading);
    return { ours, theirs };
  }

  it.each(Object.entries(ASKED).flatMap(([what, path]) => [16, 40].map((readers) => ({ what, path, readers }))))(
    '$readers who read $what: an administrator reads items meanwhile; who cannot be served is told when to come again',
    async ({ path, readers }) => {
      const { ours, theirs } = await beside(readers, path);
      expect(new Set(theirs.map(({ status }) => status))).toEqual(new Set([200]));
      for (const { status, headers, body } of ours) {
        if (status === 200) continue;
        expect({ status, body }).toMatchObject({
          status: 503,
          body: { errors: [{ extensions: { code: 'ONE_ROOF_TIMED_OUT' } }] },
        });
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(ours.some(({ status }) => status === 200)).toBe(true);
    },
  );
});
