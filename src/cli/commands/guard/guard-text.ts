import type { GuardStatus, Permit } from '../../../contract/answers/guards.ts';
import type { TendedTable } from '../../../governance/guard/tend-guards.ts';
import { count, table } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** Outcome for triggers that were not as they should be; empty if all were. */
export function tendedText(tended: readonly TendedTable[]): string[] {
  const failed = tended.filter(({ problem }) => problem !== null);
  const settled = tended.length - failed.length;
  return [
    ...(settled > 0 ? [`Guards brought up to date on ${count(settled, 'table')}.`] : []),
    ...failed.map(
      ({ relation, problem }) => `The guard of ${relation} could not be brought up to date: ${String(problem)}`,
    ),
  ];
}

/** The guards for people. */
export function guardText(status: GuardStatus): TerminalText {
  const section = (title: string, header: string[], rows: (string | number | null)[][]) =>
    rows.length === 0 ? [] : ['', title, table(header, rows)];
  const modes = new Map([[null, status.mode], ...status.groups.map(({ group, mode }) => [group, mode] as const)]);
  const enforced = ({ group }: ObstacleOf) => modes.get(group) === 'enforce';
  return terminal(
    `Mode ${status.mode}${status.groups.map(({ group, mode }) => `, ${group} ${mode}`).join('')}; ${count(status.armed, 'trigger')} armed.`,
    ...(status.owned_writes.length > 0
      ? [`Written only while execution is owned: ${status.owned_writes.join(', ')}.`]
      : []),
    ...section(
      'Not armed (`one-roof guard arm`):',
      ['table', 'trigger', 'state'],
      status.unarmed.map(({ relation, trigger, state }) => [relation, trigger, state]),
    ),
    ...section(
      'Cannot be guarded, because the table belongs to another role than Directus’s own; as a superuser:',
      ['collection', 'belongs to', ''],
      status.foreign_tables.map(({ collection, table_owner, fix }) => [collection, table_owner, fix]),
    ),
    ...section('Open change windows:', PERMIT, status.windows.map(permitRow)),
    ...section('Open overrides:', PERMIT, status.overrides.map(permitRow)),
    ...section(
      'Would have been refused in the last 7 days:',
      ['collection', 'finding', 'times', 'last'],
      status.findings.map(({ collection, finding, times, last_at }) => [collection, finding, times, last_at]),
    ),
    ...section(
      'Changed where no guard looks (`one-roof guard acknowledge COLLECTION --reason …` accepts it):',
      ['collection', 'added', 'removed', 'table'],
      status.drift.map(({ collection, added, removed, rewritten }) => [
        collection,
        added.join('; '),
        removed.join('; '),
        rewritten.join('; '),
      ]),
    ),
    ...section('Blocked now:', OBSTACLE, status.obstacles.filter((one) => enforced(one)).map(obstacleRow)),
    ...section('Enforcing would block:', OBSTACLE, status.obstacles.filter((one) => !enforced(one)).map(obstacleRow)),
  );
}

type ObstacleOf = GuardStatus['obstacles'][number];

const OBSTACLE = ['for', 'collection', 'finding', ''];

function obstacleRow({ group, collection, finding, explanation }: ObstacleOf): (string | null)[] {
  return [group ?? 'deployment', collection, finding, explanation];
}

const PERMIT = ['', 'collections', 'until', 'by', 'reason'];

function permitRow({ id, collections, expires_at, created_by, reason }: Permit): (string | number | null)[] {
  return [id, collections?.join(', ') ?? 'every one', expires_at, created_by, reason];
}

/** A list of windows or overrides for people. */
export function permitsText(permits: readonly Permit[]): TerminalText {
  if (permits.length === 0) return terminal('None.');
  return table(
    [...PERMIT, ''],
    permits.map((permit) => [
      ...permitRow(permit),
      permit.open ? 'open' : permit.closed_at === null ? 'expired' : `closed ${permit.closed_at}`,
    ]),
  );
}
