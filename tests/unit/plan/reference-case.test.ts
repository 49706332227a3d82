import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { referenceCase } from '../../../demo/reference-case.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { cellsByOwner } from '../../harness/ownership/cells-by-owner.ts';

interface Snapshot {
  collections: { collection: string; schema: unknown }[];
  fields: { collection: string }[];
}

const sizes = ({ groups }: ReturnType<typeof referenceCase>) =>
  Object.fromEntries(groups.map(({ code, collections }) => [code, collections.length]));

describe('the reference case', () => {
  it('whole: the files as they are, 35 collections in 5 groups, 210 cells', () => {
    const whole = referenceCase();
    expect(whole).toMatchObject({ whole: 35, objects: 35, scopes: 6, cells: 210 });
    expect(sizes(whole)).toEqual({
      'GRP-GOVERNANCE': 16,
      'GRP-REGISTRY': 14,
      'GRP-AI': 1,
      'GRP-BUSINESS': 2,
      'GRP-WORKFLOW': 2,
    });
    expect(whole.snapshot).toContain('# The reference case as a Directus schema snapshot: 35 collections');
    expect(Object.keys(whole.items)).toContain('law_catalog');
    expect(cellsByOwner(whole)).toEqual({ 'GOV-COUNCIL': 102, 'GOV-KG-SYS': 90, 'GOV-DOT': 30, 'GOV-MOIT': 18 });
  });

  it('within 25 collections: no group disappears, the small ones are whole, and 150 cells are left', () => {
    const part = referenceCase(25);
    expect(part).toMatchObject({ whole: 35, objects: 25, scopes: 6, cells: 150 });
    expect(sizes(part)).toEqual({
      'GRP-GOVERNANCE': 10,
      'GRP-REGISTRY': 10,
      'GRP-AI': 1,
      'GRP-BUSINESS': 2,
      'GRP-WORKFLOW': 2,
    });
    expect(cellsByOwner(part)).toEqual({ 'GOV-COUNCIL': 66, 'GOV-KG-SYS': 66, 'GOV-DOT': 30, 'GOV-MOIT': 18 });
    expect(Object.keys(part.items)).toEqual(['agents', 'workflows', 'workflow_steps', 'tasks']);
  });

  it('gives a snapshot and a plan that fit each other', () => {
    const part = referenceCase(25);
    const { collections, fields } = parse(part.snapshot) as Snapshot;
    const inGroups = part.groups.flatMap((group) => group.collections);
    expect(
      collections
        .filter(({ schema }) => schema !== null)
        .map(({ collection }) => collection)
        .sort(),
    ).toEqual(inGroups.toSorted());
    expect(collections.filter(({ schema }) => schema === null)).toHaveLength(5);
    expect([...new Set(fields.map(({ collection }) => collection))].sort()).toEqual(inGroups.toSorted());
    expect(readPlan(part.plan).plan.expected).toMatchObject({
      objects: 25,
      scopes: 6,
      cells: 150,
      gap: 150,
      anchors: 30,
      gap_after: 0,
    });
  });

  it('never has more than is allowed, and as many of each folder as fit', () => {
    for (const limit of [5, 9, 10, 24, 30, 34]) {
      const { objects } = referenceCase(limit);
      expect(objects).toBeLessThanOrEqual(limit);
      if (objects < 35) expect(objects, `within ${limit}`).toBeGreaterThan(limit - 5);
    }
    expect(() => referenceCase(4)).toThrow('do not fit into 4 collections');
  });
});
