import { expect, it } from 'vitest';
import type { Data } from '../../../src/contract/routes.ts';
import { groupStakes } from '../../../src/modules/governance/routes/responsibilities/stakes.ts';

const cell = (changed: Partial<Data<'responsibilities'>>): Data<'responsibilities'> => ({
  object_type: 'collection',
  object_ref: 'agents',
  group: 'GRP-AI',
  scope: 'audit',
  relation: 'accountable',
  owner: 'GOV-DOT',
  owner_name: 'Tool Governance',
  state: 'owned_inherited',
  current_owner: 'GOV-DOT',
  anchor_type: 'group',
  anchor_ref: 'GRP-AI',
  waived_until: null,
  ...changed,
});

it('puts the scopes of an object together that are alike, under their groups', () => {
  const groups = groupStakes([
    cell({ scope: 'audit' }),
    cell({ scope: 'health', anchor_type: 'collection', anchor_ref: 'agents', state: 'owned_direct' }),
    cell({ scope: 'policy' }),
    cell({ object_ref: 'tasks', group: null, relation: 'planned', current_owner: null, state: 'gap' }),
  ]);
  expect(
    groups.map(({ group, objects }) => [
      group,
      objects.map(({ key, stakes }) => [key, stakes.map(({ scopes }) => scopes)]),
    ]),
  ).toEqual([
    ['GRP-AI', [['collection:agents', [['audit', 'policy'], ['health']]]]],
    ['~none', [['collection:tasks', [['audit']]]]],
  ]);
});

it('is nothing of nothing', () => {
  expect(groupStakes([])).toEqual([]);
});
