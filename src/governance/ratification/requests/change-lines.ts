import { answerByName } from '../../../contract/answers/answer-by-name.ts';
import type { ReleaseChanges } from '../../../contract/answers/release-changes.ts';

/** Changes in lines for people: cells by old and new owner with their names, then the cells. */
export function changeLines({ cells, by_owner: byOwner, owners, list }: ReleaseChanges, most = list.length): string[] {
  const shown = list.slice(0, most);
  const named = (answer: string) => answerByName(answer, owners);
  return [
    ...byOwner.map(({ was, will, cells: n }) => `${n} × ${named(was)} → ${named(will)}`),
    ...shown.map(({ object, scope, was, will }) => `${object} · ${scope}: ${named(was)} → ${named(will)}`),
    ...(cells > shown.length ? [`and ${cells - shown.length} more: changes.tsv in the packet has all of them`] : []),
  ];
}
