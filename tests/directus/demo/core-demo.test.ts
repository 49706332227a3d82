import { afterAll, expect, inject, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { freePort } from '../../../hosts/free-port.ts';
import { DemoRunner } from '../../harness/directus/demo-runner.ts';

const runner = new DemoRunner();
afterAll(() => runner.remove());

it('the demo on Directus 12 Core shows as much of the reference case as is allowed, says so, and keeps to every limit', async () => {
  // Not the usual port: a demo of Directus 11 may be tested on it at the same time.
  const { child, firstLine, ended } = runner.start('--directus', '12', '--json', '--port', String(await freePort()));
  const summary = JSON.parse(await firstLine) as { url: string; email: string; password: string };
  expect(summary).toMatchObject({
    objects: 25,
    scopes: 6,
    cells: 150,
    gap: 150,
    conflicts: 0,
    gate: 'BLOCKED',
    blockers: ['no_release', 'ospa<1'],
    directus: '12.4.0',
  });
  const admin = await DirectusClient.login(summary.url, summary);
  expect(await admin.must('GET', '/license')).toMatchObject({
    data: { name: 'Core', status: 'active', usage: { collections: 25, seats: 3, flows: 1 } },
  });
  expect(await admin.must('GET', '/items/agents?fields=title&sort=code')).toEqual({
    data: [{ title: 'Catalogue assistant' }, { title: 'Review assistant' }],
  });
  expect(await admin.must('GET', '/one-roof/v1/coverage/by-owner')).toMatchObject({
    data: Array(4).fill({ alive: true }),
  });

  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  const { objects, whole } = inject('reference');
  expect(stderr.split('\n')).toContain(
    `• Directus 12 Core allows 25 collections: the demo shows ${objects} of the ${whole} of the reference case.`,
  );
}, 120_000);
