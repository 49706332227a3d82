import { EXIT } from '../../../contract/errors.ts';
import type { Command } from 'commander';
import { tendGuards } from '../../../governance/guard/tend-guards.ts';
import { scanCoverage } from '../../../governance/scanning/scan-coverage.ts';
import type { Scan } from '../../../governance/scanning/scan-coverage.ts';
import type { Operator } from '../../operator.ts';
import { count } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { coverageText } from './coverage-text.ts';
import { tendedText } from '../guard/guard-text.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof scan` to the program. */
export function addScanCommand(program: Command, { run }: Runner): void {
  program.command('scan').description('discover the collections, count coverage, record the run').action(run(scan));
}

/** `one-roof scan`: discover, count, record the run. Exit code 3 if it was refused. */
export async function scan(operator: Operator): Promise<Printout & { exitCode: number }> {
  const result = await operator.write((session) =>
    scanCoverage(session, operator.actor, operator.settings.excludedTables),
  );
  const tended = await tendGuards((work) => operator.write(work), operator.settings.keepWritesDays);
  return {
    json: { ...result, guards: tended },
    text: terminal(scanText(result), ...tendedText(tended)),
    exitCode: result.status === 'refused' ? EXIT.refused : EXIT.done,
  };
}

function scanText({
  run_id,
  status,
  reason,
  coverage,
  changes,
  foreign_tables,
  since_last_run: since,
}: Scan): TerminalText {
  const kinds = ['new', 'vanished', 'returned', 'regrouped'] as const;
  const discovered = kinds.flatMap((kind) => {
    const names = changes.filter(({ change }) => change === kind).map(({ collection_name: name }) => name);
    return names.length > 0
      ? [
          `  ${kind}: ${names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`}`,
        ]
      : [];
  });
  return terminal(
    `${run_id} ${status}${reason === null ? '' : `: ${reason}`}`,
    coverageText(coverage),
    ...(since === null
      ? []
      : [
          `Since ${since.run_id}: ${signed(since.gap_cells)} gaps, ${signed(since.covered_cells)} covered, ${signed(since.objects)} collections.`,
        ]),
    ...(discovered.length > 0 ? [`${count(changes.length, 'collection')} changed:`, ...discovered] : []),
    ...foreign_tables.map(
      ({ collection, table_owner, fix }) =>
        `The table of ${collection} belongs to role ${table_owner}: Directus cannot serve it, nor can it be guarded. As a superuser: ${fix}`,
    ),
    ...(status === 'refused'
      ? ['', 'Next: `one-roof plan init > plan.yaml`, edit it, `one-roof plan register plan.yaml`.']
      : []),
  );
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
