import type { Command } from 'commander';
import { requireCurrentSchema } from '../../../database/install/migrate.ts';
import { currentEnvironment } from '../../../governance/environment/declare-environment.ts';
import { evaluateGate } from '../../../governance/gate/evaluate-gate.ts';
import { coverageByOwner, coverageByScope } from '../../../governance/ownership/coverage-lists.ts';
import { coverageSummary } from '../../../governance/ownership/coverage-summary.ts';
import { deadOwners } from '../../../governance/ownership/dead-owners.ts';
import { waiversToLookAt } from '../../../governance/ownership/owner-waivers.ts';
import { scanStatus } from '../../../governance/scanning/scan-status.ts';
import { openChanges } from '../../../governance/what-if/waiting-changes.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import type { Operator } from '../../operator.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { coverageText } from '../scan/coverage-text.ts';
import { findingsText } from './findings-text.ts';
import { fixLines, gateLine, profileLine } from '../gate/gate-text.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof status` to the program. */
export function addStatusCommand(program: Command, { run }: Runner): void {
  program.command('status').description('the whole picture: environment, coverage, owners, gate').action(run(status));
}

const ALL = { limit: 500, cursor: undefined };

/** `one-roof status`: the whole picture in one snapshot. */
export async function status(operator: Operator): Promise<Printout> {
  const installed = await operator.sessions.use((session) => requireCurrentSchema(session));
  const found = await operator.read(async (session) => ({
    environment: await currentEnvironment(session),
    coverage: await coverageSummary(session),
    scopes: (await coverageByScope(session, { ...ALL, sort: 'sort' })).rows,
    owners: (await coverageByOwner(session, { ...ALL, sort: 'owner' })).rows,
    dead_owners: await deadOwners(session),
    waivers: await waiversToLookAt(session),
    waiting_changes: await openChanges(session),
    scan: await scanStatus(session),
    gate: await evaluateGate(session, readTrust(operator.settings.trustFile)),
  }));
  const { environment, coverage, scopes, owners, scan, gate } = found;

  const text = terminal(
    `Database ${environment.dbname} (${environment.kind}), schema ${installed.version}, mode ${installed.mode}`,
    profileLine(gate),
    scan.last_run === null
      ? 'No scan yet.'
      : `Last scan ${scan.last_run.run_id} ${scan.last_run.status}, ${scan.runs} in all.`,
    coverageText(coverage),
    '',
    table(
      ['scope', 'covered', 'gaps', 'waived', 'dead', 'conflicts', 'planned'],
      scopes.map((row) => [row.scope, row.covered, row.gap, row.waived, row.dead, row.conflicts, row.planned]),
    ),
    '',
    table(
      ['owner', 'name', 'cells', 'direct', 'inherited', 'planned', ''],
      owners.map((row) => [
        row.owner,
        row.owner_name,
        row.accountable_cells,
        row.direct,
        row.inherited,
        row.planned_cells,
        row.alive ? '' : 'dead owner',
      ]),
    ),
    ...findingsText(found),
    '',
    gateLine(gate),
    ...fixLines(gate),
  );
  return { json: { ...found, schema: installed.version, mode: installed.mode }, text };
}
