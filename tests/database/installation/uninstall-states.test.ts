import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { compareFingerprints } from '../../../src/database/fingerprint/compare.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import { uninstall } from '../../../src/database/install/uninstall.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { Council } from '../../harness/council.ts';
import { guards, owned } from '../../harness/guards.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// Whatever One-Roof was used for, it can be taken away again, and what is Directus's is then as if it had never been there.

const DISARM = readFileSync(new URL('../../../src/database/install/disarm.sql', import.meta.url), 'utf8');

/** Structure and content of what is Directus's. */
const publicFingerprint = (db: TestDatabase) =>
  db.sessions.use(async (session) => {
    await session.query('begin read only');
    return fingerprint(session, schemaScope('public'), { withRows: true });
  });
/** The triggers on tables of Directus whose functions are ours. */
const triggers = (db: TestDatabase) =>
  db.sql(`
    select t.tgname as name, t.tgrelid::regclass::text as "on"
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
    where p.pronamespace = 'one_roof'::regnamespace and c.relnamespace <> p.pronamespace`);

interface State {
  db: TestDatabase;
  /** The triggers that it has on Directus's tables: none, or how many at least. */
  armed: number;
  /** The fingerprint of what is Directus's without One-Roof in this state. */
  bare: Awaited<ReturnType<typeof publicFingerprint>>;
  end(): Promise<void>;
}

/** Brings a database into a state: with people in it, what they are belongs to Directus. */
async function reached(
  kind: 'production' | 'clone' | 'undeclared',
  enter: (db: TestDatabase) => Promise<unknown>,
  armed: number,
): Promise<State> {
  const db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  if (kind !== 'undeclared') await db.declare(kind);
  await enter(db);
  return { db, armed, bare: await withoutTriggers(db), end: () => db.drop() };
}

/** The fingerprint of what is Directus's without our triggers: each is dropped by its name, in a transaction that is undone. */
async function withoutTriggers(db: TestDatabase) {
  const drops = (await triggers(db)).map(({ name, on }) => `drop trigger "${String(name)}" on ${String(on)}`);
  return db.sessions.use(async (session) => {
    await session.query(['begin', ...drops].join(';'));
    return fingerprint(session, schemaScope('public'), { withRows: true });
  });
}

/** Carries a release out in production, and goes on from there. */
async function staged(after: (stage: ReleaseStage, packet: ReleasePacket) => Promise<unknown>): Promise<State> {
  const stage = await ReleaseStage.set(inject('postgres15'));
  const packet = await stage.ready('REL-1');
  await stage.apply(packet);
  await after(stage, packet);
  const db = stage.production;
  return { db, armed: 1, bare: await withoutTriggers(db), end: () => stage.strike() };
}

const STATES: [string, () => Promise<State>][] = [
  ['declared production', () => reached('production', () => Promise.resolve(), 0)],
  ['declared a clone, every owner of the plan in it', () => reached('undeclared', (db) => owned(db), 0)],
  ['seated', () => reached('production', (db) => Council.seat(db), 1)],
  ['seated, as a clone of what was seated', () => reached('clone', (db) => Council.seat(db), 1)],
  [
    'guarded, in observe and seated',
    () =>
      reached(
        'production',
        async (db) => {
          await Council.seat(db);
          await guards(db, 'observe');
        },
        100,
      ),
  ],
  [
    'guarded, in enforce',
    () =>
      reached(
        'undeclared',
        async (db) => {
          await owned(db);
          await guards(db, 'enforce');
        },
        100,
      ),
  ],
  ['released', () => staged(() => Promise.resolve())],
  ['released and guarded', () => staged((stage) => guards(stage.production, 'enforce'))],
  ['rolled back', () => staged((stage, packet) => stage.rollBack(packet))],
];

describe.each(STATES)('in the state: %s', (_name, state) => {
  let here: State;
  afterEach(() => here.end());

  it('disarm.sql leaves no trigger of ours, and uninstalling leaves what is of Directus as it was', async () => {
    here = await state();
    expect((await triggers(here.db)).length).toBeGreaterThanOrEqual(here.armed);
    await here.db.sql(DISARM);
    expect(await triggers(here.db)).toEqual([]);
    expect(compareFingerprints(here.bare, await publicFingerprint(here.db))).toEqual({ outcome: 'equal' });
    expect(await uninstall(here.db.sessions)).toMatchObject({ schemaRemoved: true });
    expect(compareFingerprints(here.bare, await publicFingerprint(here.db))).toEqual({ outcome: 'equal' });
  });

  it('uninstalling alone does too', async () => {
    here = await state();
    expect(await uninstall(here.db.sessions)).toMatchObject({ schemaRemoved: true });
    expect(compareFingerprints(here.bare, await publicFingerprint(here.db))).toEqual({ outcome: 'equal' });
  });
});
