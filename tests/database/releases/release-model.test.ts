import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { cloneWrite } from '../../../src/database/sessions/classes.ts';
import type { SessionSource } from '../../../src/database/sessions/session.ts';
import { beginAct } from '../../../src/governance/acts/begin-act.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { releaseFingerprint } from '../../../src/governance/release/packet/draft-release.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { runRelease, runRollback } from '../../../src/governance/release/execution/run-release.ts';
import { simulateApproval } from '../../../src/governance/release/execution/simulate-approval.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { mortalSessions } from '../../harness/postgres/killed-sessions.ts';
import type { Kill, Life } from '../../harness/postgres/killed-sessions.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';
import { assertedRows, live, LIVES, succeed } from '../../harness/ownership/drawn-life.ts';

// Applying and taking back as algebra, on a clone: whatever is done in whatever order, and whatever is killed after whatever
// statement, only the fingerprints before, after the first release and after the change are ever seen.
// With life between the steps, a rollback works all the same, or names what depends on the release: what the release wrote is as it
// was, row by row, and everything else is as life left it.
// ONE_ROOF_MODEL_RUNS=300 draws as many sequences of each; without it, a few that are always the same.

const BY = { actor: 'operator:test', actorKind: 'operator' } as const;
const PLAN = readFileSync(`${DEMO}plan.yaml`, 'utf8').replace(
  /expected:[^]*$/,
  'exceptions:\n  agents:\n    audit: GOV-COUNCIL\n',
);
const RUNS = Number(process.env['ONE_ROOF_MODEL_RUNS'] ?? 0);

let db: TestDatabase;
/** The first release and the change after it; and the fingerprints of 0, 1 and 2 of them. */
let models: readonly [ReleasePacket, ReleasePacket];
let known: string[];

const fingerprint = async () => (await db.read(releaseFingerprint)).sha256;
const apply = (source: SessionSource, packet: ReleasePacket) =>
  cloneWrite(source, async (session) => {
    await beginAct(session, { ...BY, action: 'release.apply', reason: 'a drawn release' });
    await simulateApproval(session, packet, 'test');
    return runRelease(session, packet, { ...packet.manifest.fingerprint, source: 'the packet' });
  });
const rollBack = (source: SessionSource, packet: ReleasePacket) =>
  cloneWrite(source, async (session) => {
    await beginAct(session, { ...BY, action: 'release.rollback', reason: 'a drawn rollback' });
    return runRollback(session, packet);
  });

beforeAll(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  const first = await builtRelease(db, 'REL-A');
  await apply(db.sessions, first);
  await db.writeClone((session) => registerPlan(session, readPlan(PLAN), { ...BY, reason: 'test' }));
  const second = await builtRelease(db, 'REL-B');
  await rollBack(db.sessions, first);
  models = [first, second];
  known = [
    first.manifest.fingerprint.before.sha256,
    first.manifest.fingerprint.after.sha256,
    second.manifest.fingerprint.after.sha256,
  ];
  expect(new Set(known).size).toBe(3);
  expect(await fingerprint()).toBe(known[0]);
});
afterAll(() => db.drop());

let codes = 0;
/** The same release under a code that nothing has used. */
function anew({ release, sql, ...packet }: ReleasePacket): ReleasePacket {
  const code = `REL-${(codes += 1)}`;
  return {
    ...packet,
    release: code,
    sql: new Map([...sql].map(([path, text]) => [path, text.replaceAll(`'${release}'`, `'${code}'`)])),
  };
}

const kill: fc.Arbitrary<Kill | null> = fc.option(
  fc.record({ after: fc.integer({ min: 1, max: 45 }), how: fc.constantFrom('client', 'backend') }),
  {
    freq: 2,
  },
);
const command = fc.record({
  what: fc.constantFrom(
    'apply',
    'apply',
    'change',
    'rollback',
    'rollback',
    'rollback first',
    'again',
    'rollback again',
  ),
  kill,
});

it('only known fingerprints are ever seen', { timeout: RUNS === 0 ? 120_000 : 7_200_000 }, async () => {
  const seen = { done: 0, refused: 0, killed: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 6 }), async (commands) => {
      const applied: ReleasePacket[] = [];
      let gone = models[0];
      try {
        for (const { what, kill: death } of commands) {
          const depth = applied.length;
          const life: Life = { committed: false, statements: 0 };
          const source = mortalSessions(db.url, death, life);
          const top = applied.at(-1);
          let expectation: 'works' | 'refused' | 'nothing';
          let act: () => Promise<unknown>;
          let after = (): void => undefined;
          if (what === 'apply' || what === 'change') {
            const packet = anew(models[what === 'apply' ? 0 : 1]);
            act = () => apply(source, packet);
            expectation = depth === (what === 'apply' ? 0 : 1) ? 'works' : 'refused';
            after = () => void applied.push(packet);
          } else if (what === 'again') {
            const packet = top ?? gone;
            act = () => apply(source, packet);
            expectation = 'refused';
          } else {
            const packet = what === 'rollback again' ? gone : ((what === 'rollback' ? top : applied[0]) ?? gone);
            act = () => rollBack(source, packet);
            expectation = packet === gone ? 'nothing' : packet === top ? 'works' : 'refused';
            after = () => {
              gone = packet;
              applied.pop();
            };
          }
          const failed = await act().then(
            () => null,
            (error: unknown) => String(error),
          );
          const killed = death !== null && life.statements >= death.after && !life.committed;
          if (expectation === 'works' && life.committed) after();
          if (expectation === 'works' && !killed)
            expect(life.committed ? null : failed, `${what} at ${depth}`).toBeNull();
          if (expectation === 'refused') expect(failed, `${what} at ${depth}`).not.toBeNull();
          if (expectation === 'nothing' && !killed)
            expect(life.committed ? null : failed, `${what} at ${depth}`).toBeNull();
          seen[killed ? 'killed' : failed !== null ? 'refused' : 'done'] += 1;
          expect(await fingerprint(), `${what} at ${depth}`).toBe(known[applied.length]);
        }
      } finally {
        for (const packet of applied.toReversed()) await rollBack(db.sessions, packet);
      }
    }),
    RUNS === 0 ? { numRuns: 6, seed: 20_260_101, endOnFailure: true } : { numRuns: RUNS, endOnFailure: true },
  );
  expect(Math.min(seen.done, seen.killed)).toBeGreaterThan(0);
  if (RUNS > 0) process.stdout.write(`${RUNS} sequences: ${JSON.stringify(seen)}\n`);
});

const step = fc.record({
  what: fc.constantFrom('apply', 'change', 'rollback', 'rollback', 'rollback first', 'successor', ...LIVES, ...LIVES),
  kill: fc.option(fc.record({ after: fc.integer({ min: 1, max: 45 }), how: fc.constantFrom('client', 'backend') }), {
    freq: 4,
  }),
});

it(
  'whatever life does in between, a rollback works, or names what depends on the release',
  { timeout: RUNS === 0 ? 180_000 : 7_200_000 },
  async () => {
    const seen = { done: 0, dependants: 0, killed: 0, refused: 0, lives: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        const lively = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
        try {
          await lively.writeClone((session) => registerPlan(session, readPlan(PLAN), { ...BY, reason: 'test' }));
          await new Lifetime(lively, seen).of([
            { what: 'apply', kill: null },
            ...steps,
            { what: 'rollback', kill: null },
            { what: 'rollback', kill: null },
          ]);
        } finally {
          await lively.drop();
        }
      }),
      RUNS === 0 ? { numRuns: 8, seed: 20_260_101, endOnFailure: true } : { numRuns: RUNS, endOnFailure: true },
    );
    expect(Math.min(seen.done, seen.dependants, seen.lives)).toBeGreaterThan(0);
    if (RUNS > 0) process.stdout.write(`${RUNS} sequences with life: ${JSON.stringify(seen)}\n`);
  },
);

/** How many steps came out how. */
type Seen = Record<'done' | 'dependants' | 'killed' | 'refused' | 'lives', number>;

/** One drawn sequence on a database of its own. */
class Lifetime {
  readonly #db: TestDatabase;
  readonly #seen: Seen;
  /** Applied releases, the newest last, with the rows before and after each, and what succeeds its rows. */
  readonly #applied: {
    packet: ReleasePacket;
    before: Map<string, string>;
    after: Map<string, string>;
    remove: (() => Promise<unknown>) | null;
  }[] = [];
  #count = 0;

  constructor(db: TestDatabase, seen: Seen) {
    this.#db = db;
    this.#seen = seen;
  }

  async of(steps: readonly { what: string; kill: Kill | null }[]): Promise<void> {
    for (const { what, kill: death } of steps) {
      this.#count += 1;
      const event = LIVES.find((name) => name === what);
      if (event !== undefined) {
        await live(this.#db, event, PLAN, this.#count);
        this.#seen.lives += 1;
      } else if (what === 'apply' || what === 'change') await this.#apply(what, death);
      else if (what === 'successor') await this.#succeed();
      else await this.#rollBack(what === 'rollback' ? this.#applied.length - 1 : 0, death);
    }
  }

  /** Works exactly where the database is what the packet was built for. */
  async #apply(what: 'apply' | 'change', death: Kill | null): Promise<void> {
    const packet = anew(models[what === 'apply' ? 0 : 1]);
    const before = await assertedRows(this.#db);
    const expected = (await this.#db.read(releaseFingerprint)).sha256 === packet.manifest.fingerprint.before.sha256;
    const { failed, committed, killed } = await this.#act(death, (source) => apply(source, packet));
    if (!killed) expect(failed === null, `${what}: ${failed ?? ''}`).toBe(expected);
    if (committed) this.#applied.push({ packet, before, after: await assertedRows(this.#db), remove: null });
    else expect(await assertedRows(this.#db)).toEqual(before);
  }

  async #succeed(): Promise<void> {
    const top = this.#applied.at(-1);
    if (top === undefined) return;
    if (top.remove === null) top.remove = await succeed(this.#db, `TEST_CLONE_SEED_${top.packet.release}`);
    else {
      await top.remove();
      top.remove = null;
    }
  }

  async #rollBack(place: number, death: Kill | null): Promise<void> {
    const target = this.#applied[place];
    if (target === undefined) return;
    const then = await assertedRows(this.#db);
    const { failed, committed, killed } = await this.#act(death, (source) => rollBack(source, target.packet));
    const rows = await assertedRows(this.#db);
    if (!committed) {
      expect(rows).toEqual(then);
      if (killed) return;
      const dependants = [
        ...(target.remove === null ? [] : ['of TEST_CLONE_SUCCESSOR']),
        ...this.#applied.slice(place + 1).map(({ packet }) => `release ${packet.release}`),
      ];
      expect(dependants.length, `rollback: ${failed ?? ''}`).toBeGreaterThan(0);
      for (const dependant of dependants) expect(failed).toContain(dependant);
      this.#seen.dependants += 1;
      return;
    }
    expect(place === this.#applied.length - 1 && target.remove === null, 'nothing depends on it').toBe(true);
    this.#applied.pop();
    // Whatever the release changed is as it was before it; the rest is as life left it.
    const wanted = new Map(then);
    for (const key of new Set([...target.before.keys(), ...target.after.keys()])) {
      const was = target.before.get(key);
      if (was === target.after.get(key)) continue;
      if (was === undefined) wanted.delete(key);
      else wanted.set(key, was);
    }
    expect(rows).toEqual(wanted);
  }

  async #act(death: Kill | null, act: (source: SessionSource) => Promise<unknown>) {
    const life: Life = { committed: false, statements: 0 };
    const failed = await act(mortalSessions(this.#db.url, death, life)).then(
      () => null,
      (error: unknown) => String(error),
    );
    const killed = death !== null && life.statements >= death.after && !life.committed;
    this.#seen[killed ? 'killed' : failed === null ? 'done' : 'refused'] += 1;
    return { failed, committed: life.committed, killed };
  }
}
