import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { changeLines } from '../../../src/governance/ratification/requests/change-lines.ts';
import { changesOf, changesText, parseChanges } from '../../../src/governance/release/packet/release-changes.ts';

const cell = (object: string, was: string, will: string) => ({
  object: `collection:${object}`,
  scope: 'audit',
  was,
  will,
});

describe('what a release changes', () => {
  it('is named, where every owner is replaced and no figure moves', () => {
    const changes = changesOf(
      ['b', 'a', 'c'].map((name) => cell(name, 'owned_direct GOV-A', 'owned_direct GOV-B')),
      [
        { code: 'GOV-A', name: 'GOV-A' },
        { code: 'GOV-B', name: 'Night\u202e desk' },
      ],
    );
    expect(changes.by_owner).toEqual([{ was: 'owned_direct GOV-A', will: 'owned_direct GOV-B', cells: 3 }]);
    expect(changeLines(changes)).toEqual([
      String.raw`3 × owned_direct GOV-A → owned_direct GOV-B (Night\u202e desk)`,
      ...['a', 'b', 'c'].map(
        (name) => `collection:${name} · audit: owned_direct GOV-A → owned_direct GOV-B (Night\\u202e desk)`,
      ),
    ]);
  });

  it('has one digest, whatever the order, which is that of the lines in the packet', () => {
    const cells = Array.from({ length: 3000 }, (_, n) => cell(`c${n}`, 'gap', 'owned_direct GOV-A'));
    const changes = changesOf(cells, []);
    expect(changes.sha256).toBe(createHash('sha256').update(changesText(cells)).digest('hex'));
    expect(changesOf(cells.toReversed(), [])).toEqual(changes);
    expect(changesOf(parseChanges(changesText(cells)), [])).toEqual(changes);
    expect(changes).toMatchObject({ cells: 3000, by_owner: [{ cells: 3000 }] });
    expect(changes.list).toHaveLength(100);
    expect(changeLines(changes).at(-1)).toBe('and 2900 more: changes.tsv in the packet has all of them');
    // One cell that the list does not reach is another digest.
    expect(changesOf([...cells.slice(0, -1), cell('c2999', 'gap', 'owned_direct GOV-B')], []).sha256).not.toBe(
      changes.sha256,
    );
  });

  it('is not split by a name with a line break or a tabulator in it', () => {
    const strange = cell('a\tb\nc', 'gap', 'owned_direct GOV-A');
    expect(changesText([strange])).toBe('collection:a\\tb\\nc\taudit\tgap\towned_direct GOV-A\n');
    expect(changesOf([strange], []).cells).toBe(1);
  });
});
