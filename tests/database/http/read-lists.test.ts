import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import {
  coverageByGroup,
  coverageByObject,
  coverageByOwner,
  coverageByScope,
  coverageGaps,
} from '../../../src/governance/ownership/coverage-lists.ts';
import { ownershipDetail, parseObjectAddress } from '../../../src/governance/ownership/ownership-detail.ts';
import type { Page } from '../../../src/governance/ownership/keyset-page.ts';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const LISTS = {
  coverageGaps: { read: coverageGaps, view: 'v_object_owner_gap' },
  coverageByObject: { read: coverageByObject, view: 'v_coverage_by_object' },
  coverageByOwner: { read: coverageByOwner, view: 'v_coverage_by_owner' },
  coverageByScope: { read: coverageByScope, view: 'v_coverage_by_scope' },
  coverageByGroup: { read: coverageByGroup, view: 'v_coverage_by_group' },
} as const;

describe('the lists of the read contract', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await insertOwners(
      db,
      { object: 'group:GRP-GOVERNANCE', scope: 'policy', owner: 'GOV-COUNCIL', anchor: true },
      { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT' },
    );
  });
  afterAll(() => db.drop());

  const allPages = async (name: keyof typeof LISTS, asked: Record<string, unknown>) => {
    const rows: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = ROUTES[name].query.parse({ ...asked, ...(cursor === undefined ? {} : { cursor }) });
      const read: (session: ReadSession, query: never) => Promise<Page<unknown>> = LISTS[name].read;
      const page = await db.read((session) => read(session, query as never));
      expect(page.rows.length).toBeLessThanOrEqual(query.limit);
      rows.push(...page.rows);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return rows;
  };

  it('pages through every row exactly once, in every order and page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(LISTS) as (keyof typeof LISTS)[])),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        async (name, limit, choice) => {
          const sorts = [...ROUTES[name].query.shape.sort.unwrap().values] as readonly string[];
          const sort = sorts[choice % sorts.length] ?? '';
          const rows = await allPages(name, { limit: Math.max(limit, 5), sort });
          const whole = await allPages(name, { limit: 500, sort });
          expect(rows).toEqual(whole);
          const [counted] = await db.sql(`select count(*)::int from one_roof.${LISTS[name].view}`);
          expect(rows).toHaveLength(Number(counted?.['count']));
          expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('sorts as asked, and the other way round', async () => {
    const byGap = (await allPages('coverageByObject', { sort: '-scopes_gap', limit: 7 })) as { scopes_gap: number }[];
    expect(byGap.map((row) => row.scopes_gap)).toEqual(
      byGap.map((row) => row.scopes_gap).sort((one, other) => other - one),
    );
    const first = (await allPages('coverageGaps', { sort: 'scope' })) as { scope: string }[];
    expect(first.at(0)?.scope).toBe('approval');
    expect(first.at(-1)?.scope).toBe('render');
  });

  it('filters by group, scope, owner and state', async () => {
    expect(await allPages('coverageGaps', { group: 'GRP-AI' })).toHaveLength(5);
    expect(await allPages('coverageGaps', { group: 'GRP-GOVERNANCE', scope: 'policy' })).toHaveLength(0);
    expect(await allPages('coverageByObject', { owner: 'GOV-COUNCIL' })).toHaveLength(16);
    expect(await allPages('coverageByObject', { state: 'owned_direct' })).toMatchObject([
      { object_ref: 'agents', cells: { audit: { state: 'owned_direct', owner: 'GOV-DOT' } } },
    ]);
    expect(await allPages('coverageByOwner', { owner: 'GOV-MOIT' })).toMatchObject([
      { owner: 'GOV-MOIT', owner_name: 'Input Templates', alive: true, accountable_cells: 0 },
    ]);
    expect(await allPages('coverageGaps', { search: 'WORKFLOW_' })).toHaveLength(6);
    expect(await allPages('coverageGaps', { planned_owner: 'GOV-MOIT', scope: 'audit' })).toMatchObject([
      { object_ref: 'modules', group: 'GRP-BUSINESS', planned_owner: 'GOV-MOIT' },
      { object_ref: 'tasks' },
    ]);
    expect(await allPages('coverageByScope', { scope: 'policy' })).toMatchObject([
      { scope: 'policy', objects: 35, covered: 16, gap: 19 },
    ]);
  });

  it('counts each group, and apart from them what has none', async () => {
    const all = { waived: 0, dead: 0, conflicts: 0 };
    const governance = { group: 'GRP-GOVERNANCE', group_name: 'Governance', objects: 16, covered: 16, gap: 80, ...all };
    expect(await allPages('coverageByGroup', { sort: '-gap' })).toMatchObject([
      { group: 'GRP-REGISTRY', objects: 14, gap: 84 },
      governance,
      { group: 'GRP-WORKFLOW', objects: 2, gap: 12 },
      { group: 'GRP-BUSINESS', objects: 2, gap: 12 },
      { group: 'GRP-AI', objects: 1, covered: 1, gap: 5 },
    ]);
    expect(await allPages('coverageGaps', { group: '~none' })).toEqual([]);
    await db.sql(`update one_roof.collection_registry set "group" = null where collection_name = 'tasks'`);
    expect(await allPages('coverageByGroup', {})).toMatchObject([
      { group: 'GRP-AI' },
      { group: 'GRP-BUSINESS', objects: 1 },
      { group: 'GRP-GOVERNANCE' },
      { group: 'GRP-REGISTRY' },
      { group: 'GRP-WORKFLOW' },
      { group: null, group_name: null, objects: 1, gap: 6 },
    ]);
    expect(await allPages('coverageGaps', { group: '~none' })).toHaveLength(6);
    await db.sql(`update one_roof.collection_registry set "group" = 'GRP-BUSINESS' where collection_name = 'tasks'`);
  });

  it.each([
    ['garbage', 'garbage'],
    ['JSON that is none of ours', Buffer.from('["x",["a"]]').toString('base64url')],
    ['nothing', ''],
  ])('refuses a cursor that is %s', async (_title, cursor) => {
    const query = { ...ROUTES.coverageGaps.query.parse({}), cursor };
    expect(await rejectionOf(db.read((session) => coverageGaps(session, query)))).toMatchObject({
      code: 'ONE_ROOF_BAD_REQUEST',
      status: 400,
      extensions: { subject: 'cursor' },
    });
  });

  it('refuses the cursor of another list, order or filter, and a forged position', async () => {
    const gaps = (query: Record<string, unknown>) =>
      db.read((session) => coverageGaps(session, ROUTES.coverageGaps.query.parse(query)));
    const { next } = await gaps({ limit: 3, sort: 'since' });
    for (const other of [{ sort: 'scope' }, { sort: '-since' }, { sort: 'since', group: 'GRP-AI' }]) {
      expect(await rejectionOf(gaps({ ...other, cursor: next }))).toMatchObject({ extensions: { subject: 'cursor' } });
    }
    const [question] = JSON.parse(Buffer.from(next ?? '', 'base64url').toString()) as [string];
    const forged = Buffer.from(JSON.stringify([question, ['not a time', 'a', 'b', 'c']])).toString('base64url');
    expect(await rejectionOf(gaps({ sort: 'since', cursor: forged }))).toMatchObject({
      code: 'ONE_ROOF_BAD_REQUEST',
      extensions: { subject: 'cursor' },
    });
  });

  it('takes values for values: SQL in a filter finds nothing', async () => {
    expect(await allPages('coverageGaps', { limit: 5, group: 'GRP-AI' })).toHaveLength(5);
    const query = { ...ROUTES.coverageGaps.query.parse({}), group: `GRP-AI' or true --` };
    expect((await db.read((session) => coverageGaps(session, query))).rows).toEqual([]);
  });

  it('knows collections, groups and their members; names what it does not know', async () => {
    const detail = (object: string) => db.read((session) => ownershipDetail(session, parseObjectAddress(object)));
    expect(await detail('agents')).toHaveLength(6);
    expect(await detail('group:GRP-GOVERNANCE')).toContainEqual(
      expect.objectContaining({
        scope: 'policy',
        state: 'not_required',
        owner: 'GOV-COUNCIL',
        resolution: 'direct',
      }),
    );
    for (const object of ['no_such', 'group:GRP-NOPE', 'collection:', 'axis:agents']) {
      expect(await rejectionOf(detail(object))).toMatchObject({
        code: 'ONE_ROOF_NOT_FOUND',
        status: 404,
        extensions: { subject: object.includes(':') ? object : `collection:${object}` },
      });
    }
  });
});
