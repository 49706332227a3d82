import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { WhatIf } from '../../../src/contract/answers/what-if.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { governanceScope } from '../../../src/database/fingerprint/scopes.ts';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { coverageWatermark } from '../../../src/governance/ownership/coverage-watermark.ts';
import { applyPlanOnClone } from '../../../src/governance/plan/apply-plan-on-clone.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { readChanges } from '../../../src/governance/what-if/change.ts';
import { planWhatIf } from '../../../src/governance/what-if/plan-what-if.ts';
import { whatIf } from '../../../src/governance/what-if/what-if.ts';
import { insertRelease } from '../../harness/releases/applied-release.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';
import { DEMO } from '../../harness/test-server.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;
const REFERENCE = readFileSync(`${DEMO}plan.yaml`, 'utf8');
const OTHER = REFERENCE.replace('owner: GOV-MOIT', 'owner: GOV-DOT').replace(
  '    folder: ai\n',
  '    folder: ai\n    collections: [tasks]\n',
);
const PAGE = { limit: 500 };

const retire = (...codes: string[]) => readChanges({ retire: codes, move: [] });
const move = (...moves: string[]) => readChanges({ retire: [], move: moves });

/** Changed cells as `object × scope: change, before → after`. */
const cells = ({ cells: found }: WhatIf) =>
  found.map(({ object_ref: object, scope, change, before, after }) => {
    const side = (cell: typeof before) =>
      cell === null ? 'nothing' : `${cell.state} ${cell.owner ?? '-'} (${cell.planned_owner ?? '-'})`;
    return `${object} × ${scope}: ${change}, ${side(before)} → ${side(after)}`;
  });

describe('a what-if before anything is applied', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  const ask = (changes: ReturnType<typeof readChanges>, page: { limit: number; cursor?: string } = PAGE) =>
    db.whatIf((session) => whatIf(session, changes, page));

  it('shows who would be planned instead, cell by cell', async () => {
    const outcome = await ask(move('agents:GRP-BUSINESS'));
    expect(outcome).toMatchObject({
      effect: 'at_once',
      changed: { added: 0, removed: 0, owner: 0, planned_owner: 6 },
      next: null,
    });
    expect(cells(outcome)[0]).toBe('agents × approval: planned_owner, gap - (GOV-DOT) → gap - (GOV-MOIT)');
    expect(outcome.after).toEqual(outcome.before);
  });

  it('shows that a retired owner would be planned all the same, and be dead', async () => {
    const outcome = await ask(retire('GOV-MOIT'));
    expect(outcome.changed).toEqual({ added: 0, removed: 0, owner: 0, planned_owner: 12 });
    expect(outcome.cells[0]).toMatchObject({
      before: { planned_owner_alive: true },
      after: { planned_owner: 'GOV-MOIT', planned_owner_alive: false },
    });
  });

  it('shows which cells would no longer be required', async () => {
    const outcome = await ask(retire('scope:audit'));
    expect(outcome).toMatchObject({
      changed: { added: 0, removed: 35, owner: 0, planned_owner: 0 },
      before: { total_cells: 210 },
      after: { total_cells: 175 },
    });
    expect(outcome.cells.every(({ scope, after }) => scope === 'audit' && after === null)).toBe(true);
  });

  it('takes several changes together, one after the other', async () => {
    const outcome = await ask(
      readChanges({ move: ['agents:~none', 'agents:GRP-BUSINESS', 'tasks:~none'], retire: ['scope:audit'] }),
    );
    expect(outcome.changed).toEqual({ added: 0, removed: 35, owner: 0, planned_owner: 10 });
    expect(cells(outcome)).toContain('tasks × policy: planned_owner, gap - (GOV-MOIT) → gap - (-)');
  });

  it('shows what registering a plan would come to, as registering it then does', async () => {
    const more = OTHER.replace(/expected:[^]*$/, 'excluded: [workflows]\n');
    const { outcome } = await db.whatIf((session) =>
      planWhatIf(session, readPlan(more), { retire: [], move: [] }, PAGE),
    );
    // tasks and modules change hands, tasks with its group; workflows goes.
    expect(outcome.changed).toEqual({ added: 0, removed: 6, owner: 0, planned_owner: 12 });

    const other = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    const { coverage } = await other.writeClone((session) => registerPlan(session, readPlan(more), BY));
    expect(outcome.after).toEqual(coverage);
    await other.drop();
  });

  it('comes in pages that belong together', async () => {
    const changes = retire('GOV-COUNCIL');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask(changes, { limit: 40, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.changed.planned_owner).toBe(96);
      seen.push(...page.cells.map(({ object_ref: object, scope }) => `${object} ${scope}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([96, 96]);
    const { next } = await ask(changes, { limit: 40 });
    expect(await rejectionOf(ask(retire('GOV-DOT'), { limit: 40, cursor: String(next) }))).toMatchObject({
      code: 'ONE_ROOF_BAD_REQUEST',
    });
  });

  it.each([
    ['retire', 'GOV-NOBODY', 'There is no owner GOV-NOBODY'],
    ['retire', 'scope:nothing', 'There is no scope nothing'],
    ['move', 'nothing:GRP-AI', 'There is no collection nothing'],
    ['move', 'agents:GRP-NONE', 'There is no group GRP-NONE'],
  ])('refuses to %s %s, which does not exist', async (kind, text, message) => {
    expect(await rejectionOf(ask(kind === 'move' ? move(text) : retire(text)))).toMatchObject({
      code: 'OR007',
      message,
    });
  });

  it('writes nothing: no row, no number of a sequence, no watermark', async () => {
    const state = () =>
      db.sessions.use(async (session) => {
        await session.query('begin isolation level repeatable read read only; set local search_path = one_roof');
        const watermark = await coverageWatermark(session as ReadSession);
        const { sha256 } = await fingerprint(session, governanceScope());
        return {
          watermark,
          sha256,
          sequences: (
            await session.query(
              `select relname, pg_sequence_last_value(oid) as last from pg_class where relkind = 'S' order by 1`,
            )
          ).rows,
        };
      });
    const before = await state();
    await ask(readChanges({ move: ['agents:GRP-BUSINESS'], retire: ['GOV-DOT', 'scope:audit'] }));
    await db.whatIf((session) => planWhatIf(session, readPlan(OTHER), { retire: [], move: [] }, PAGE));
    // Even where somebody calls it in a transaction that is committed.
    await db.writeProduction((session) => whatIf(session, move('agents:GRP-BUSINESS'), PAGE));
    expect(await state()).toEqual(before);
  });

  it('keeps nothing of what is written beside it', async () => {
    await db.whatIf(async (session) => {
      await session.query(`set local one_roof.reason = 'r'`);
      await session.query(`update one_roof.governance_registry set name = 'changed'`);
    });
    expect(await db.sql(`select count(*)::int from one_roof.governance_registry where name = 'changed'`)).toEqual([
      { count: 0 },
    ]);
  });

  it('gives no permission that outlives it: whoever takes it cannot commit', async () => {
    for (const attempt of [
      `begin; insert into one_roof.governance_what_if default values; update one_roof.governance_registry set name = 'changed'; commit`,
      `begin; insert into one_roof.governance_what_if default values; delete from one_roof.governance_what_if; commit`,
    ]) {
      expect(await rejectionOf(db.sql(attempt))).toMatchObject({
        code: 'OR001',
        message: 'a what-if is never committed',
      });
    }
  });

  it('waits for nobody for long, and lets writers in as soon as it has answered', async () => {
    await withClient(db.url, async (writer) => {
      await writer.query(`begin; update one_roof.governance_registry set name = name where code = 'GOV-DOT'`);
      expect(await rejectionOf(ask(retire('GOV-DOT')))).toMatchObject({ code: '55P03' });
      // Who writes something else is not in its way, and it is not in theirs: watermarks are left alone.
      expect((await ask(retire('GOV-MOIT'))).changed.planned_owner).toBe(12);
      await writer.query('rollback');
    });
    await db.whatIf(async (session) => {
      await whatIf(session, readChanges({ move: ['agents:GRP-BUSINESS'], retire: ['GOV-DOT', 'scope:audit'] }), PAGE);
      await withClient(db.url, (writer) =>
        writer.query(`
          begin; set local lock_timeout = '2s';
          update one_roof.governance_registry set name = name; update one_roof.collection_registry set "group" = "group";
          update one_roof.governance_responsibility_scope set sort = sort;
          rollback`),
      );
    });
  });
});

describe('a what-if where owners are', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await db.writeClone((session) => applyPlanOnClone(session, BY));
  });
  afterAll(() => db.drop());

  it('shows dead owners, new owners and what nobody would own any more', async () => {
    const outcome = await db.whatIf((session) =>
      whatIf(session, readChanges({ retire: ['GOV-MOIT'], move: ['agents:GRP-REGISTRY', 'workflows:~none'] }), PAGE),
    );
    expect(outcome.changed).toEqual({ added: 0, removed: 0, owner: 24, planned_owner: 0 });
    expect(outcome.after).toMatchObject({ covered_cells: 210 - 12 - 6, dead_cells: 12, gap_cells: 6 });
    expect(cells(outcome)).toEqual(
      expect.arrayContaining([
        'agents × audit: owner, owned_inherited GOV-DOT (GOV-DOT) → owned_inherited GOV-KG-SYS (GOV-KG-SYS)',
        'tasks × audit: owner, owned_inherited GOV-MOIT (GOV-MOIT) → owner_dead GOV-MOIT (GOV-MOIT)',
        'workflows × audit: owner, owned_inherited GOV-DOT (GOV-DOT) → gap - (-)',
      ]),
    );
  });

  it('shows an owner who would stand for another role as another owner', async () => {
    const plan = REFERENCE.replace('role: Input Templates', 'role: Tool Governance');
    const { outcome } = await db.whatIf((session) =>
      planWhatIf(session, readPlan(plan), { retire: [], move: [] }, PAGE),
    );
    expect(outcome.changed).toEqual({ added: 0, removed: 0, owner: 12, planned_owner: 0 });
    expect(outcome.cells[0]?.before?.owner_role).not.toBe(outcome.cells[0]?.after?.owner_role);
  });

  it('says what would have to wait for a release, once one was applied', async () => {
    await insertRelease(db, 'REL-1', 'applied');
    const effect = async (changes: ReturnType<typeof readChanges>) =>
      (await db.whatIf((session) => whatIf(session, changes, PAGE))).effect;
    expect(await effect(move('agents:GRP-REGISTRY'))).toBe('through_release');
    expect(await effect(retire('scope:audit'))).toBe('through_release');
    expect(await effect(move('agents:GRP-AI'))).toBe('at_once');
    expect(await effect([])).toBe('at_once');
  });
});
