import { requireCurrentSchema } from '../../database/migrate.ts';
import { currentEnvironment } from '../../governance/environment/declare-environment.ts';
import { evaluateGate } from '../../governance/gate/evaluate-gate.ts';
import { coverageByOwner, coverageByScope } from '../../governance/ownership/coverage-lists.ts';
import { coverageSummary } from '../../governance/ownership/coverage-summary.ts';
import { scanStatus } from '../../governance/scanning/scan-status.ts';
import type { Operator } from '../operator.ts';
import { table } from '../print.ts';
import type { Printout } from '../print.ts';
import { coverageText } from './coverage-text.ts';
import { gateLine } from './gate-text.ts';

const ALL = { limit: 500, cursor: undefined };

/** `one-roof status`: the whole picture in one snapshot. */
export async function status(operator: Operator): Promise<Printout> {
  const installed = await operator.sessions.use((session) => requireCurrentSchema(session));
  const found = await operator.read(async (session) => ({
    environment: await currentEnvironment(session),
    coverage: await coverageSummary(session),
    scopes: (await coverageByScope(session, { ...ALL, sort: 'sort' })).rows,
    owners: (await coverageByOwner(session, { ...ALL, sort: 'owner' })).rows,
    scan: await scanStatus(session),
    gate: await evaluateGate(session),
  }));
  const { environment, coverage, scopes, owners, scan, gate } = found;

  const text = [
    `Database ${environment.dbname} (${environment.kind}), schema ${installed.version}, mode ${installed.mode}`,
    scan.last_run === null ? 'No scan yet.' : `Last scan ${scan.last_run.run_id} ${scan.last_run.status}, ${scan.runs} in all.`,
    coverageText(coverage),
    '',
    table(
      ['scope', 'covered', 'gaps', 'waived', 'dead', 'conflicts'],
      scopes.map((row) => [row.scope, row.covered, row.gap, row.waived, row.dead, row.conflicts]),
    ),
    '',
    table(
      ['owner', 'name', 'cells', 'direct', 'inherited', ''],
      owners.map((row) => [
        row.owner,
        row.owner_name,
        row.accountable_cells,
        row.direct,
        row.inherited,
        row.alive ? '' : 'nobody stands behind it',
      ]),
    ),
    '',
    gateLine(gate),
    ...gate.conditions.flatMap(({ blocker, fix }) => (blocker === null ? [] : [`  ${blocker};  ${fix ?? ''}`])),
  ].join('\n');
  return { json: { ...found, schema: installed.version, mode: installed.mode }, text };
}
