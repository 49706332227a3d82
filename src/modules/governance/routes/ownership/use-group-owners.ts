import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { detailStateOf } from '../../../../app/cell-state.ts';
import { NO_GROUP } from '../../../../contract/paths.ts';
import { writeAddress } from '../../../../app/object-address.ts';
import { useReadContract } from '../../../../app/composables/use-read-contract.ts';
import type { GroupOwners } from './matrix.ts';

/** The number of groups that are asked for at the same time. */
const AT_ONCE = 4;

/** Reads what is stated on each of the groups, a few at a time. A group that cannot be read is left out. */
export function useGroupOwners(groups: Ref<readonly string[]>): { owners: Ref<GroupOwners>; refresh: () => void } {
  const contract = useReadContract();
  const owners = shallowRef<GroupOwners>(new Map());
  const gone = new AbortController();
  let asked = new Set<string>();

  async function work(queue: string[]): Promise<void> {
    for (let group = queue.pop(); group !== undefined; group = queue.pop()) {
      const rows = await contract
        .rows('ownershipDetail', { object: writeAddress({ type: 'group', ref: group }) }, gone.signal)
        .catch(() => []);
      const stated = rows.map((row) => {
        const state = detailStateOf(row, 'group');
        const cell = {
          state: state === 'not_required' ? null : state,
          owner: row.owner,
          planned_owner: row.planned_owner,
        };
        return [row.scope, cell] as const;
      });
      owners.value = new Map([...owners.value, [group, new Map(stated)]]);
    }
  }

  function readMissing(): void {
    const queue = groups.value.filter((group) => group !== NO_GROUP && !asked.has(group)).toReversed();
    asked = new Set([...asked, ...queue]);
    for (let worker = 0; worker < AT_ONCE; worker++) void work(queue);
  }

  watch(groups, readMissing, { immediate: true });
  onScopeDispose(() => gone.abort());

  return {
    owners,
    refresh: () => {
      asked = new Set();
      readMissing();
    },
  };
}
