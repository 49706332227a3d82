import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import {
  describeOwner,
  ownException,
  ownGroup,
  ownScope,
  removeOwner,
  withoutExpected,
} from '../../../src/modules/governance/routes/plan/draft/edit-plan.ts';
import type { Edit } from '../../../src/modules/governance/routes/plan/draft/edit-plan.ts';
import { editablePlan } from '../../../src/modules/governance/routes/plan/draft/editable-plan.ts';

const SOURCE = readFileSync(new URL('../../../demo/plan.yaml', import.meta.url), 'utf8');

function edited(source: string, ...edits: Edit[]): string {
  const document = parseDocument(source);
  for (const edit of edits) edit(document);
  return document.toString({ lineWidth: 0 });
}

describe('editing a plan', () => {
  it('leaves a plan that is not changed as it was written', () => {
    expect(edited(SOURCE)).toBe(SOURCE);
    expect(edited(SOURCE, ownScope('GRP-AI', 'audit', 'GOV-MOIT'), ownScope('GRP-AI', 'audit', null))).toBe(SOURCE);
    expect(edited(SOURCE, ownException('tasks', 'audit', 'GOV-DOT'), ownException('tasks', 'audit', null))).toBe(
      SOURCE,
    );
    expect(edited(SOURCE, describeOwner('GOV-NEW', 'New', ''), removeOwner('GOV-NEW'))).toBe(SOURCE);
  });

  it('changes what was asked for and nothing else: comments and order stay', () => {
    const text = edited(
      `# first\n${SOURCE}`,
      ownGroup('GRP-AI', 'GOV-COUNCIL'),
      ownScope('GRP-AI', 'audit', 'GOV-MOIT'),
      ownException('agents', 'render', 'GOV-KG-SYS'),
      describeOwner('GOV-DOT', 'Tools', ''),
      withoutExpected,
    );
    expect(text.split('\n').slice(0, 3)).toEqual(['# first', ...SOURCE.split('\n').slice(0, 2)]);
    const { plan } = readPlan(text);
    expect(plan.groups['GRP-AI']).toMatchObject({ owner: 'GOV-COUNCIL', owners: { audit: 'GOV-MOIT' } });
    expect(plan.exceptions).toEqual({ agents: { render: 'GOV-KG-SYS' } });
    expect(plan.owners['GOV-DOT']).toEqual({ name: 'Tools' });
    expect(plan.expected).toEqual({});
    const removed = SOURCE.split('\n').filter((line) => !text.includes(line));
    expect(
      removed.every((line) =>
        /^ {2}(objects|scopes|cells|gap|anchors|gap_after): |^expected:|GOV-DOT|Tool Governance/.test(line),
      ),
    ).toBe(true);
  });

  it('fills in what was left empty', () => {
    const text = edited(
      SOURCE.replace('expected:', 'exceptions:\nexpected:'),
      ownException('tasks', 'audit', 'GOV-DOT'),
    );
    expect(readPlan(text).plan.exceptions).toEqual({ tasks: { audit: 'GOV-DOT' } });
    expect(edited('one_roof: 1\nexceptions: {}\n', ownException('tasks', 'audit', 'GOV-DOT'))).toBe(
      'one_roof: 1\nexceptions:\n  tasks:\n    audit: GOV-DOT\n',
    );
  });

  it('refuses a place that stands for another one', () => {
    const aliased = 'one_roof: 1\ngroups:\n  A: &a { name: A, owner: X }\n  B: *a\n';
    expect(() => edited(aliased, ownGroup('B', 'Y'))).toThrow();
  });
});

describe('what the editor shows of a plan', () => {
  it('is what it holds, in its order', () => {
    const plan = editablePlan(parseDocument(SOURCE).toJS());
    expect(plan.scopes.map(({ code }) => code)).toEqual([
      'approval',
      'audit',
      'execution',
      'health',
      'policy',
      'render',
    ]);
    expect(plan.owners[0]).toEqual({ code: 'GOV-COUNCIL', name: 'Architecture Council', role: 'Architecture Council' });
    expect(plan.groups.map(({ code, owner }) => [code, owner])).toEqual([
      ['GRP-GOVERNANCE', 'GOV-COUNCIL'],
      ['GRP-REGISTRY', 'GOV-KG-SYS'],
      ['GRP-AI', 'GOV-DOT'],
      ['GRP-BUSINESS', 'GOV-MOIT'],
      ['GRP-WORKFLOW', 'GOV-DOT'],
    ]);
    expect(plan.hasExpected).toBe(true);
  });

  it('is nothing of a plan that says nothing', () => {
    expect(editablePlan(null)).toEqual({
      scopes: [],
      owners: [],
      groups: [],
      exceptions: [],
      waivers: [],
      hasExpected: false,
    });
  });
});
