import { OneRoofError } from '../../../contract/errors.ts';
import { armGuards } from '../../../governance/guard/tend-guards.ts';
import { applyPlanOnClone } from '../../../governance/plan/apply-plan-on-clone.ts';
import type { PlanDifference } from '../../../governance/plan/check-plan.ts';
import { exportCodeowners } from '../../../governance/plan/export/export-codeowners.ts';
import { exportPlan } from '../../../governance/plan/export/export-plan.ts';
import { initPlan } from '../../../governance/plan/init-plan.ts';
import { readPlan } from '../../../governance/plan/read-plan.ts';
import { registerPlan } from '../../../governance/plan/register-plan.ts';
import { registeredPlan } from '../../../governance/plan/registered-plan.ts';
import { planWhatIf } from '../../../governance/what-if/plan-what-if.ts';
import type { Operator } from '../../operator.ts';
import { count, table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { writeNewFile } from '../../write-new-file.ts';
import { coverageText } from '../scan/coverage-text.ts';
import { tendedText } from '../guard/guard-text.ts';
import { changedText, idleWaiversText } from '../ownership/what-if-text.ts';
import { terminal, terminalDocument } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** `one-roof plan init [FILE]`: a first plan from the live project, to a new file or to standard output. */
export async function initialisePlan(operator: Operator, file: string | undefined): Promise<Printout> {
  const { source, registered } = await operator.read(async (session) => ({
    source: await initPlan(session, operator.settings.excludedTables),
    registered: (await registeredPlan(session)).registered_at,
  }));
  if (file === undefined) return { json: { plan: source }, text: terminalDocument(source.trimEnd()) };
  writeNewFile(file, source);
  const next = `Wrote ${file}. Give the groups their owners, and say who ratifies; then \`one-roof plan check ${file}\`.`;
  const inForce = 'This plan starts from scratch. To change the plan in force, export it: `one-roof plan export FILE`.';
  return { json: { file }, text: terminal(next, ...(registered === null ? [] : [inForce])) };
}

/** `one-roof plan check FILE`: does it fit the project, and what would registering it change? */
export async function check(operator: Operator, file: string): Promise<Printout> {
  const written = readPlan(readTextFile(file));
  const { checked, outcome } = await operator.whatIf((session) =>
    planWhatIf(session, written, { retire: [], move: [] }, { limit: 1 }, operator.settings.excludedTables),
  );
  const { objects, scopes, cells, anchors } = checked.numbers;
  const { effect, changed, idle_waivers } = outcome;
  return {
    json: { numbers: checked.numbers, differences: checked.differences, effect, changed, idle_waivers },
    text: terminal(
      `The plan fits: ${count(objects, 'collection')} × ${count(scopes, 'scope')} = ${count(cells, 'cell')}, ${count(anchors, 'anchor')}.`,
      ...differencesText(checked.differences),
      ...(checked.differences.length > 0
        ? ['', ...changedText(outcome), `Cell by cell: \`one-roof ownership what-if --plan ${file}\`.`]
        : []),
      ...idleWaiversText(outcome),
    ),
  };
}

/** `one-roof plan export [FILE]`: what is registered now as a plan, or its owners as CODEOWNERS. */
export async function exportRegistered(
  operator: Operator,
  file: string | undefined,
  options: ExportOptions,
): Promise<Printout> {
  const { codeowners = false, path = 'collections/{collection}.yaml', owner = null, scope = null } = options;
  if (!codeowners && (options.path ?? options.owner ?? options.scope) !== undefined) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', '--path, --owner and --scope are for --codeowners');
  }
  const text = await operator.read((session) =>
    codeowners
      ? exportCodeowners(session, { path, owner, scope })
      : exportPlan(session, operator.settings.excludedTables),
  );
  if (file === undefined)
    return { json: { [codeowners ? 'codeowners' : 'plan']: text }, text: terminalDocument(text.trimEnd()) };
  writeNewFile(file, text);
  return { json: { file }, text: terminal(`Wrote ${file}.`) };
}

export interface ExportOptions {
  codeowners?: boolean;
  path?: string;
  owner?: string;
  scope?: string;
}

/** `one-roof plan register FILE`: makes it the plan in force. Asserts no owner. */
export async function register(operator: Operator, file: string, reason: string): Promise<Printout> {
  const written = readPlan(readTextFile(file));
  const { checked, coverage, waiting } = await operator.write((session) =>
    registerPlan(session, written, { ...operator.actor, reason }, operator.settings.excludedTables),
  );
  const tended = await armGuards((work) => operator.write(work));
  const done =
    waiting === null
      ? `Registered ${file}.`
      : terminal(
          `Stored ${file} as waiting change ${waiting.id}: a release was applied, and it touches ${count(waiting.cells, 'existing cell')}.`,
          'It takes effect through a release; until then the plan in force stays as it is.',
        );
  return {
    json: { numbers: checked.numbers, differences: checked.differences, coverage, waiting, guards: tended },
    text: terminal(done, ...differencesText(checked.differences), '', coverageText(coverage), ...tendedText(tended)),
  };
}

/** `one-roof plan apply --clone-only`: writes the owners of the plan in force, on a proven clone. */
export async function apply(operator: Operator, reason: string): Promise<Printout> {
  const applied = await operator.writeClone((session) => applyPlanOnClone(session, { ...operator.actor, reason }));
  return {
    json: applied,
    text: terminal(
      `Applied on this clone as ${applied.tag}: ${count(applied.anchors, 'anchor')}.`,
      coverageText(applied.coverage),
    ),
  };
}

function differencesText(differences: readonly PlanDifference[]): (string | TerminalText)[] {
  if (differences.length === 0) return ['Nothing changes: this plan is already registered.'];
  const shown = differences.slice(0, 60);
  return [
    '',
    table(
      ['', '', '', 'from', 'to'],
      shown.map(({ kind, ref, change, was, will }) => [change, kind, ref, was, will]),
    ),
    ...(differences.length > shown.length
      ? [`… and ${differences.length - shown.length} more (all of them with --json)`]
      : []),
  ];
}
