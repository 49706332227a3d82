import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/app/composables/use-read-contract.ts';
import { subjectOf } from '../../../src/modules/governance/composables/request-looks.ts';
import { changesOf, figuresOf } from '../../../src/modules/governance/components/changes/figures.ts';

describe('what the pages to ratify make of what they are told', () => {
  it('a path takes its parameters out of the query, encoded', () => {
    expect(addressOf('/requests/:code', { code: 'A/B', meaning: 'x' })).toEqual({
      path: '/requests/A%2FB',
      query: { meaning: 'x' },
    });
    expect(addressOf('/gate', {})).toEqual({ path: '/gate', query: {} });
  });

  it('a subject is a kind and what it is about', () => {
    expect(subjectOf('release:REL-1')).toEqual({ kind: 'release', ref: 'REL-1' });
    expect(subjectOf('seats')).toEqual({ kind: 'seats', ref: '' });
  });

  it('figures are read where they are numbers; of a tier only those that change', () => {
    expect(figuresOf({ from: { gap: 210, own: 0 }, to: { gap: 0, own: 30, cells: 1 } })).toEqual([
      { name: 'own', from: 0, to: 30 },
      { name: 'gap', from: 210, to: 0 },
    ]);
    expect(figuresOf({ from: 'x', to: null })).toEqual([]);
    expect(changesOf({ gap: { from: 210, to: 210 }, own: { from: 0, to: 30 } })).toEqual([
      { name: 'own', from: 0, to: 30 },
    ]);
  });
});
