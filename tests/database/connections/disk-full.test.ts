import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { appendToLedger } from '../../../src/governance/acts/append-to-ledger.ts';
import { Installation } from '../../../src/governance/installation/installation.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { fill, FILE_BLOCKS, makeRoom } from '../../harness/postgres/full-disk.ts';
import { BY } from '../../harness/guards.ts';
import { makeOneRoofTemplate } from '../../harness/directus/one-roof-template.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { startTestServer } from '../../harness/test-server.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const FULL = 'The disk of PostgreSQL is full';

let db: TestDatabase;
let stop: () => Promise<void>;
let installation: Installation;
const told: string[] = [];
beforeAll(async () => {
  const started = await startTestServer(15, 11, { fileBlocks: FILE_BLOCKS });
  stop = started.stop;
  await makeOneRoofTemplate(started.server);
  db = await TestDatabase.create(started.server, 'one_roof_reference');
  const tell = (message: string) => void told.push(message);
  installation = new Installation({ database: db.knex, env: {}, logger: { info: tell, error: tell } });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await db.drop();
  await stop();
});

const write = (object: string) =>
  installation.write((session) => appendToLedger(session, { ...BY, action: 'test', object }));
/** As long passes as a closed installation waits before it looks again. */
const later = () => {
  const now = Date.now() + 11_000;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
};

it(
  'closes while the disk is full, and opens by itself once the ledger can be written',
  { timeout: 60_000 },
  async () => {
    await write('before');
    await fill(db, 'one_roof.governance_ledger');
    expect(await installation.health()).toMatchObject({ status: 'ready' });
    expect(await rejectionOf(write('full'))).toMatchObject({ code: '53100' });
    const closed = { status: 'closed', reason: FULL, fix: 'Make room for PostgreSQL. Nothing was written.' };
    expect(await installation.health()).toEqual(closed);
    expect(await rejectionOf(installation.read((session) => session.query('select 1')))).toMatchObject({
      code: 'ONE_ROOF_NOT_READY',
    });
    later();
    expect(await installation.health()).toEqual(closed);
    await makeRoom(db, 'one_roof.governance_ledger');
    expect(await installation.health()).toEqual(closed);
    later();
    expect(await installation.health()).toMatchObject({ status: 'ready' });
    await write('after');
    expect(told.filter((line) => line.includes('closed'))).toEqual([
      expect.stringContaining(`One-Roof is closed: ${FULL}`),
    ]);
    const objects = await db.sql(
      `select object from one_roof.governance_ledger where object in ('before', 'full', 'after', 'ledger') order by id`,
    );
    expect(objects.map(({ object }) => object)).toEqual(['before', 'after']);
    expect(await db.read((session) => verifyLedger(session, []))).toMatchObject({ verdict: 'intact' });
  },
);

it('closes for a disk that is full for Directus, and for nothing else that Directus runs into', async () => {
  installation.notice(Object.assign(new Error('no such table'), { code: '42P01' }));
  expect(await installation.health()).toMatchObject({ status: 'ready' });
  installation.notice(Object.assign(new Error('could not extend file'), { code: '53100' }));
  expect(await installation.health()).toMatchObject({ status: 'closed', reason: FULL });
  later();
  expect(await installation.health()).toMatchObject({ status: 'ready' });
});
