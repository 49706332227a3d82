import { writeFileSync } from 'node:fs';
import { OneRoofError } from '../../contract/errors.ts';
import { cloneWrite } from '../../database/connection-classes.ts';
import { requireCurrentSchema } from '../../database/migrate.ts';
import { applyPlanOnClone } from '../../governance/plan/apply-plan-on-clone.ts';
import { checkPlan } from '../../governance/plan/check-plan.ts';
import type { PlanDifference } from '../../governance/plan/check-plan.ts';
import { initPlan } from '../../governance/plan/init-plan.ts';
import { readPlan } from '../../governance/plan/read-plan.ts';
import { registerPlan } from '../../governance/plan/register-plan.ts';
import type { Operator } from '../operator.ts';
import { count, table } from '../print.ts';
import type { Printout } from '../print.ts';
import { readTextFile } from '../read-text-file.ts';
import { coverageText } from './coverage-text.ts';

/** `one-roof plan init [FILE]`: a first plan from the live project, to a new file or to standard output. */
export async function initialisePlan(operator: Operator, file: string | undefined): Promise<Printout> {
  const source = await operator.read((session) => initPlan(session, operator.settings.excludedTables));
  if (file === undefined) return { json: { plan: source }, text: source.trimEnd() };
  try {
    writeFileSync(file, source, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${file} is already there`, {
      subject: file,
      fix: 'Give another name: a plan that people have edited is not overwritten.',
    });
  }
  return { json: { file }, text: `Wrote ${file}. Give the groups their owners, then \`one-roof plan check ${file}\`.` };
}

/** `one-roof plan check FILE`: does it fit the project, and what would registering it change? */
export async function check(operator: Operator, file: string): Promise<Printout> {
  const written = readPlan(readTextFile(file));
  const checked = await operator.read((session) => checkPlan(session, written, operator.settings.excludedTables));
  const { objects, scopes, cells, anchors } = checked.numbers;
  return {
    json: { numbers: checked.numbers, differences: checked.differences },
    text: [
      `The plan fits: ${count(objects, 'collection')} × ${count(scopes, 'scope')} = ${count(cells, 'cell')}, ${count(anchors, 'anchor')}.`,
      ...differencesText(checked.differences),
    ].join('\n'),
  };
}

/** `one-roof plan register FILE`: makes it the plan in force. Asserts no owner. */
export async function register(operator: Operator, file: string, reason: string): Promise<Printout> {
  const written = readPlan(readTextFile(file));
  const { checked, coverage } = await operator.write((session) =>
    registerPlan(session, written, { ...operator.actor, reason }, operator.settings.excludedTables),
  );
  return {
    json: { numbers: checked.numbers, differences: checked.differences, coverage },
    text: [`Registered ${file}.`, ...differencesText(checked.differences), '', coverageText(coverage)].join('\n'),
  };
}

/** `one-roof plan apply --clone-only`: writes the owners of the plan in force, on a proven clone. */
export async function apply(operator: Operator, reason: string): Promise<Printout> {
  await operator.sessions.use((session) => requireCurrentSchema(session));
  const applied = await cloneWrite(operator.sessions, (session) => applyPlanOnClone(session, { ...operator.actor, reason }));
  return {
    json: applied,
    text: `Applied on this clone as ${applied.tag}: ${count(applied.anchors, 'anchor')}.\n${coverageText(applied.coverage)}`,
  };
}

function differencesText(differences: readonly PlanDifference[]): string[] {
  if (differences.length === 0) return ['Nothing changes: it is what is registered.'];
  const shown = differences.slice(0, 60);
  return [
    '',
    table(
      ['', '', '', 'from', 'to'],
      shown.map(({ kind, ref, change, was, will }) => [change, kind, ref, was, will]),
    ),
    ...(differences.length > shown.length ? [`… and ${differences.length - shown.length} more (all of them with --json)`] : []),
  ];
}
